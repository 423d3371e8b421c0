import { codes, systemAccountId } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import type { KeyEntry, RefusalByLimit, RefusalOfKnownKey, Verdict } from '@keyledger/verification';
import type { Caller } from './caller.js';

export interface Accepted {
  readonly outcome: 'accepted';
  readonly caller: Caller;
}

export interface Refused {
  readonly outcome: 'refused';
  /** The key, where it is known but not accepted; its use is recorded with the code. */
  readonly known: { readonly keyId: string; readonly code: RefusalOfKnownKey | RefusalByLimit } | null;
  readonly problem: ProblemError;
}

export type Authentication = Accepted | Refused;

export function acceptedAs({ keyId, scopes }: KeyEntry): Accepted {
  const caller = { keyId, accountId: systemAccountId, scopes: scopes.value, scopeTexts: scopes.texts };
  return { outcome: 'accepted', caller };
}

export function refused(problem: ProblemError, known: Refused['known'] = null): Refused {
  return { outcome: 'refused', known, problem };
}

/** `otherwise`: what is said of a key that is not accepted, by why it is not. */
export function refusedBy(
  { keyId, code }: Extract<Verdict, { valid: false }>,
  otherwise: (detail: string) => ProblemError,
): Refused {
  const known = keyId === null ? null : { keyId, code };
  if (code === 'STALE' || code === 'ADDRESS_NOT_ALLOWED')
    return refused(new ProblemError(problem(code)), known);
  // Whoever holds the credential may know why it is not accepted; to everybody else it is unknown.
  return refused(otherwise(codes[code].doc), known);
}
