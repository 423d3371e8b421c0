import type { Code } from '@keyledger/domain';
import type { CompiledLimit, RefusalByLimit } from './limits/compiled-limit.js';

/** Why a key that is known may not do what was asked. */
export type RefusalOfKnownKey = Extract<
  Code,
  | 'INVALID_SECRET'
  | 'KEY_REVOKED'
  | 'KEY_ROTATED'
  | 'KEY_EXPIRED'
  | 'KEY_DISABLED'
  | 'API_ACCESS_DISABLED'
  | 'ADDRESS_NOT_ALLOWED'
  | 'INSUFFICIENT_SCOPE'
>;

/** Why nothing can be said about any key. */
export type RefusalOfQuestion = Extract<Code, 'MALFORMED_KEY' | 'UNKNOWN_KEY' | 'SECRET_REQUIRED' | 'STALE'>;

export type VerdictCode = 'VALID' | RefusalOfKnownKey | RefusalByLimit | RefusalOfQuestion;

/** The answer to one question; closed by `code`. */
export type Verdict =
  | {
      readonly valid: true;
      readonly code: 'VALID';
      readonly keyId: string;
      readonly accountId: string;
      /** The scope that decided (WX-5); null where no operation was asked about. */
      readonly scope: string | null;
      /** What the request is to be counted against before it may pass; absent: nothing. */
      readonly limits?: readonly CompiledLimit[];
    }
  | {
      readonly valid: false;
      readonly code: RefusalOfKnownKey | RefusalByLimit;
      readonly keyId: string;
      readonly accountId: string;
      readonly scope: null;
    }
  | {
      readonly valid: false;
      readonly code: RefusalOfQuestion;
      readonly keyId: null;
      readonly accountId: null;
      readonly scope: null;
    };

export const malformedKeyVerdict = refusalOfQuestion('MALFORMED_KEY');
export const unknownKeyVerdict = refusalOfQuestion('UNKNOWN_KEY');
export const secretRequiredVerdict = refusalOfQuestion('SECRET_REQUIRED');
/** Comes before every other verdict: whoever cannot prove itself recent refuses. */
export const staleVerdict = refusalOfQuestion('STALE');

/** Whether somebody presented what no key is. */
export function isUnknownKey({ code }: Verdict): boolean {
  return code === 'UNKNOWN_KEY' || code === 'MALFORMED_KEY';
}

function refusalOfQuestion(code: RefusalOfQuestion): Verdict {
  return Object.freeze({ valid: false, code, keyId: null, accountId: null, scope: null });
}
