import { digestOf } from '@keyledger/composition';
import { codes, systemAccountId } from '@keyledger/domain';
import { ProblemError, bearerCredential, problem } from '@keyledger/platform';
import type { LiveIndex, RefusalOfKnownKey, Verdict } from '@keyledger/verification';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';

export type Authentication =
  | { readonly outcome: 'accepted'; readonly caller: Caller }
  | {
      readonly outcome: 'refused';
      /** The key, where it is known but not accepted; its use is recorded with the code. */
      readonly known: { readonly keyId: string; readonly code: RefusalOfKnownKey } | null;
      readonly problem: ProblemError;
    };

/** Whose key it is that came with the request (RFC 6750 section 3). */
export class Authenticator {
  constructor(private readonly index: LiveIndex) {}

  authenticate(request: FastifyRequest): Authentication {
    const credential = bearerCredential(request.raw);
    if (credential.outcome === 'missing') return refused(new ProblemError(problem('MISSING_CREDENTIALS')));
    if (credential.outcome === 'malformed') return refused(invalid(credential.detail));
    if (!this.index.hasCaughtUp) return refused(new ProblemError(problem('NOT_READY')));
    const verdict = this.index.checkKey({
      key: credential.value,
      user: null,
      operation: null,
      clientAddress: request.ip,
      accountId: systemAccountId,
    });
    return verdict.valid ? this.accepted(credential.value) : refusedBy(verdict);
  }

  private accepted(value: string): Authentication {
    const entry = this.index.index.find(digestOf(value));
    if (entry === undefined) throw new Error('A key that was accepted is not in the index');
    const { keyId, scopes } = entry;
    const caller = { keyId, accountId: systemAccountId, scopes: scopes.value, scopeTexts: scopes.texts };
    return { outcome: 'accepted', caller };
  }
}

function refusedBy(verdict: Extract<Verdict, { valid: false }>): Authentication {
  const { keyId, code } = verdict;
  const known = keyId === null ? null : { keyId, code };
  if (code === 'STALE' || code === 'ADDRESS_NOT_ALLOWED')
    return refused(new ProblemError(problem(code)), known);
  // Whoever holds the value may know why it is not accepted; to everybody else it is unknown.
  return refused(invalid(codes[code].doc), known);
}

function refused(
  problem: ProblemError,
  known: Extract<Authentication, { outcome: 'refused' }>['known'] = null,
): Authentication {
  return { outcome: 'refused', known, problem };
}

function invalid(detail: string): ProblemError {
  return new ProblemError(problem('INVALID_CREDENTIALS', detail));
}
