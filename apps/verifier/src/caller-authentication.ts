import { type CompiledScopes, codes, sufficientSystemScope, systemAccountId } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import {
  type DigestOf,
  type KeyEntry,
  type LiveIndex,
  type Verdict,
  findKey,
  verdictOn,
  verdictOnUnknown,
} from '@keyledger/verification';
import { type VerifyRights, verifyRightsOf } from './verify-rights.js';

/** RFC 6750 section 2.1; the scheme is case-insensitive (RFC 9110 section 11.1). */
const bearerScheme = 'bearer ';

/**
 * Who asks: a service key of `system` with the operation Verify, looked up in the same index as the keys that are
 * asked about. Nobody's key is good for asking about accounts that it holds no scope on.
 */
export class CallerAuthentication {
  /** Keys share their compiled scopes, so this holds one entry for each distinct list. */
  private readonly rights = new WeakMap<CompiledScopes, VerifyRights>();

  constructor(
    private readonly live: LiveIndex,
    private readonly digestOf: DigestOf,
    private readonly clock: { now(): number },
  ) {}

  /**
   * @param authorization the header
   * @param clientAddress of the caller itself
   * @throws ProblemError with MISSING_CREDENTIALS, INVALID_CREDENTIALS, ADDRESS_NOT_ALLOWED, FORBIDDEN, or STALE where
   *   the index does not know the caller and cannot prove that it should
   */
  authenticate(authorization: string | undefined, clientAddress: string): VerifyRights {
    if (authorization === undefined) throw new ProblemError(problem('MISSING_CREDENTIALS'));
    const value = bearerValue(authorization);
    const entry = findKey(this.live.index, value, this.digestOf);
    if (entry === undefined) throw this.refused(verdictOnUnknown(value));
    const asked = { operation: null, clientAddress, accountId: systemAccountId };
    const verdict = verdictOn(entry, asked, this.clock.now());
    if (!verdict.valid) throw this.refused(verdict);
    const rights = this.rightsOf(entry);
    if (rights.everyAccount || rights.accounts.size > 0) return rights;
    throw new ProblemError(
      problem('FORBIDDEN', undefined, { sufficientScope: sufficientSystemScope('Verify', null) }),
    );
  }

  private rightsOf({ scopes }: KeyEntry): VerifyRights {
    let rights = this.rights.get(scopes.value);
    if (rights === undefined) {
      rights = verifyRightsOf(scopes.value, scopes.texts);
      this.rights.set(scopes.value, rights);
    }
    return rights;
  }

  /** The caller's own key may be new, and this index behind: that is not the caller's fault. */
  private refused({ code }: Verdict): ProblemError {
    if (code !== 'MALFORMED_KEY' && !this.live.isFresh()) return new ProblemError(problem('STALE'));
    if (code === 'ADDRESS_NOT_ALLOWED') return new ProblemError(problem(code));
    return invalidCredentials(codes[code].doc);
  }
}

function bearerValue(authorization: string): string {
  const scheme = authorization.slice(0, bearerScheme.length).toLowerCase();
  if (scheme !== bearerScheme) throw invalidCredentials('The header is not Authorization: Bearer KEY.');
  return authorization.slice(bearerScheme.length);
}

function invalidCredentials(detail: string): ProblemError {
  return new ProblemError(problem('INVALID_CREDENTIALS', detail));
}
