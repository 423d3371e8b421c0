import { type CompiledScopes, codes, sufficientSystemScope, systemAccountId } from '@keyledger/domain';
import { ProblemError, bearerCredential, problem } from '@keyledger/platform';
import {
  type DigestOf,
  type KeyEntry,
  type LiveIndex,
  type Verdict,
  verdictOn,
  verdictOnUnknown,
} from '@keyledger/verification';
import type { FastifyRequest } from 'fastify';
import { RecentCallers } from './recent-callers.js';
import { type VerifyRights, verifyRightsOf } from './verify-rights.js';

/** What tells of the caller. */
export interface CallingRequest {
  readonly raw: Pick<FastifyRequest['raw'], 'rawHeaders'>;
  /** Address of the caller itself. */
  readonly ip: string;
}

/** A value that somebody authenticates with. */
export interface PresentedKey {
  readonly value: string;
  /** Of the key that the value is said to be of; null: that was not said. */
  readonly keyId: string | null;
}

/** Who a caller is, and what it may do. */
export interface Caller {
  readonly keyId: string;
  readonly rights: VerifyRights;
}

/** What a caller may do, and what that was decided on. */
export interface Admission {
  readonly rights: VerifyRights;
  readonly asOf: bigint;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Who asks: a service key of `system` with the operation Verify, looked up in the same index as the keys that are
 * asked about. Nobody's key is good for asking about accounts that it holds no scope on.
 */
export class CallerAuthentication {
  /** Keys share their compiled scopes, so this holds one entry for each distinct list. */
  private readonly rights = new WeakMap<CompiledScopes, VerifyRights>();
  private readonly recent: RecentCallers;

  constructor(
    private readonly live: LiveIndex,
    digestOf: DigestOf,
    private readonly clock: { now(): number },
  ) {
    this.recent = new RecentCallers(live, digestOf);
  }

  /** @throws ProblemError as `authenticate` */
  admit(request: CallingRequest): Admission {
    return { rights: this.authenticate(request), asOf: this.live.asOf, at: this.clock.now() };
  }

  /** What was admitted, or what is true by now: bodies may take long to arrive, and keys are revoked meanwhile. */
  rightsNow(admission: Admission, request: CallingRequest): VerifyRights {
    const { rights, asOf, at } = admission;
    return asOf === this.live.asOf && at === this.clock.now() ? rights : this.authenticate(request);
  }

  /**
   * @throws ProblemError with MISSING_CREDENTIALS, INVALID_CREDENTIALS, ADDRESS_NOT_ALLOWED, FORBIDDEN, or STALE where
   *   the index does not know the caller and cannot prove that it should
   */
  authenticate(request: CallingRequest): VerifyRights {
    return this.rightsOn(this.entryOf(presentedIn(request), request.ip));
  }

  /** `authenticate`, where it matters who asks. */
  identify(request: CallingRequest): Caller {
    const entry = this.entryOf(presentedIn(request), request.ip);
    return { keyId: entry.keyId, rights: this.rightsOn(entry) };
  }

  /** Null: `authenticate` has to look, and may refuse. Whoever asked a moment ago need not be looked for again. */
  rightsOfRecent({ raw, ip }: CallingRequest): VerifyRights | null {
    const credential = bearerCredential(raw);
    const entry = credential.outcome === 'given' ? this.recent.known(credential.value) : undefined;
    if (entry === undefined || !this.verdictOn(entry, ip).valid) return null;
    const rights = this.rightsOf(entry);
    return isOfUse(rights) ? rights : null;
  }

  /** `authenticate` for a value that came in another way. */
  authenticateKey(presented: PresentedKey, ip: string): VerifyRights {
    return this.rightsOn(this.entryOf(presented, ip));
  }

  private entryOf({ value, keyId }: PresentedKey, ip: string): KeyEntry {
    const entry = this.recent.find(value);
    if (entry === undefined) throw this.refused(verdictOnUnknown(this.live.index, value, systemAccountId));
    const verdict = this.verdictOn(entry, ip);
    if (!verdict.valid) throw this.refused(verdict);
    if (keyId !== null && keyId !== entry.keyId) throw invalidCredentials('The id is not that of the key.');
    return entry;
  }

  private rightsOn(entry: KeyEntry): VerifyRights {
    const rights = this.rightsOf(entry);
    if (isOfUse(rights)) return rights;
    throw new ProblemError(
      problem('FORBIDDEN', undefined, { sufficientScope: sufficientSystemScope('Verify', null) }),
    );
  }

  private verdictOn(entry: KeyEntry, ip: string): Verdict {
    const asked = { operation: null, clientAddress: ip, accountId: systemAccountId };
    return verdictOn(entry, asked, this.clock.now());
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

function isOfUse({ everyAccount, accounts }: VerifyRights): boolean {
  return everyAccount || accounts.size > 0;
}

function presentedIn({ raw }: CallingRequest): PresentedKey {
  const credential = bearerCredential(raw);
  if (credential.outcome === 'missing') throw new ProblemError(problem('MISSING_CREDENTIALS'));
  if (credential.outcome === 'malformed') throw invalidCredentials(credential.detail);
  return { value: credential.value, keyId: null };
}

function invalidCredentials(detail: string): ProblemError {
  return new ProblemError(problem('INVALID_CREDENTIALS', detail));
}
