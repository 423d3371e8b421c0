import {
  type Denial,
  type GivenCredential,
  type LimitState,
  type Profile,
  defaultProfileId,
  extractCredential,
  isMisplaced,
  parseAddress,
  profileOf,
} from '@keyledger/domain';
import type { RequestRecorder } from '@keyledger/recording';
import {
  type AccountEntry,
  type Asked,
  type Concluded,
  type KeyLimiter,
  type LiveIndex,
  type Verdict,
  isUnknownKey,
  isLimited,
  malformedKeyVerdict,
  unknownKeyVerdict,
} from '@keyledger/verification';
import { type CalledOperation, calledOperation } from './authorize-operation.js';
import type { OriginalRequest } from './authorize-request.js';
import type { Overload } from './overload.js';
import type { VerdictCounts } from './verdict-counts.js';

/** A client's request, as a gateway tells of it. */
export interface GatewayQuestion {
  readonly accountId: string;
  /** The client's own, and what the gateway added. */
  readonly rawHeaders: readonly string[];
  /** Of the client, as far as the proxies on the way are trusted. */
  readonly address: string;
  /** Of the client; null: it told none. */
  readonly userAgent: string | null;
  /** Null: the gateway does not tell. */
  readonly original: OriginalRequest | null;
  /** By the URL that the gateway was configured with; null: the catalogue's routes decide. */
  readonly operation: string | null;
}

export type ValidVerdict = Extract<Verdict, { readonly valid: true }>;

export type Authorization =
  | {
      readonly allowed: true;
      readonly verdict: ValidVerdict;
      readonly operation: string | null;
      readonly asOf: bigint;
      /** It could not be proved to be recent enough; the account chose to be answered all the same. */
      readonly stale: boolean;
      /** What is left of the limits of the key. */
      readonly limits: readonly LimitState[];
    }
  | {
      readonly allowed: false;
      readonly profile: Profile;
      readonly denial: Denial;
      readonly limits: readonly LimitState[];
    };

export interface AuthorizeEndpointParts {
  readonly live: Pick<LiveIndex, 'index' | 'hasCaughtUp' | 'asOf' | 'isFresh' | 'checkKey'>;
  readonly limiter: Pick<KeyLimiter, 'conclude'>;
  readonly recorder: Pick<RequestRecorder, 'record' | 'recordUnknownKey'>;
  readonly counts: VerdictCounts;
  readonly overload: Pick<Overload, 'sheds'>;
  readonly clock: { now(): number };
  /** Told of what should not happen. */
  readonly onError: (error: unknown) => void;
}

/** `/v1/authorize/{account}`: from a request at a gateway to yes, or to a no in the account's own words. Without I/O. */
export class AuthorizeEndpoint {
  constructor(private readonly parts: AuthorizeEndpointParts) {}

  /** At once, but for a key with limits. Never throws, nor rejects: a bug is told in the account's words too (SG-6). */
  authorize(question: GatewayQuestion): Authorization | Promise<Authorization> {
    const account = this.parts.live.index.account(question.accountId);
    const profile = profileOf(account?.profile ?? defaultProfileId);
    const authorization = this.decide(question, account, profile);
    if (!(authorization instanceof Promise)) return this.counted(authorization);
    return authorization
      .catch((error: unknown) => this.failed(error, profile))
      .then((decided) => this.counted(decided));
  }

  private counted(authorization: Authorization): Authorization {
    this.parts.counts.count(authorization.allowed ? 'VALID' : authorization.denial.code);
    return authorization;
  }

  private failed(error: unknown, profile: Profile): Authorization {
    this.parts.onError(error);
    return denied(profile, 'INTERNAL');
  }

  private decide(
    question: GatewayQuestion,
    account: AccountEntry | undefined,
    profile: Profile,
  ): Authorization | Promise<Authorization> {
    const { live, overload } = this.parts;
    try {
      if (overload.sheds()) return denied(profile, 'OVERLOADED');
      if (!live.hasCaughtUp) return denied(profile, 'NOT_READY');
      const credential = extractCredential(question.rawHeaders, profile.formats);
      if (credential.outcome === 'missing') return denied(profile, 'MISSING_CREDENTIALS');
      if (credential.outcome === 'malformed') {
        return denied(profile, 'INVALID_CREDENTIALS', { detail: credential.detail });
      }
      const called = calledOperation({ ...question, account, named: question.operation });
      const asked = askedOf(question, called);
      const answer = ({ verdict, limits }: Concluded): Authorization => {
        this.record(verdict, asked, question);
        if (isUnknownKey(verdict)) this.recordUnknownKey(question, credential.value, account);
        return { ...this.answered(verdict, asked.operation, account, profile), limits };
      };
      const verdict = this.verdict(credential, called, asked, profile);
      if (!isLimited(verdict)) return answer({ verdict, limits: [] });
      const again = (): Verdict => this.verdict(credential, called, asked, profile);
      const conclusion = this.parts.limiter.conclude(verdict, again);
      return conclusion instanceof Promise ? conclusion.then(answer) : answer(conclusion);
    } catch (error) {
      return this.failed(error, profile);
    }
  }

  private verdict(
    credential: GivenCredential,
    called: CalledOperation,
    asked: Asked,
    profile: Profile,
  ): Verdict {
    const { value, user } = credential;
    const verdict = inItsPlace(this.parts.live.checkKey({ ...asked, key: value, user }), credential, profile);
    return verdict.valid && called.outcome === 'unknown' ? lackingScope(verdict) : verdict;
  }

  private record(verdict: Verdict, { operation, clientAddress }: Asked, question: GatewayQuestion): void {
    if (verdict.keyId === null) return;
    const { keyId, accountId, code } = verdict;
    const request = { keyId, accountId, code, operation, clientAddress, userAgent: question.userAgent };
    this.parts.recorder.record({ ...request, at: this.parts.clock.now() });
  }

  private recordUnknownKey(
    { accountId, address }: GatewayQuestion,
    value: string,
    account: AccountEntry | undefined,
  ): void {
    const { recorder, clock } = this.parts;
    const known = account === undefined ? null : accountId;
    recorder.recordUnknownKey({ clientAddress: address, value, accountId: known, at: clock.now() });
  }

  private answered(
    verdict: Verdict,
    operation: string | null,
    account: AccountEntry | undefined,
    profile: Profile,
  ): Authorization {
    if (verdict.valid) {
      const { live } = this.parts;
      return { allowed: true, verdict, operation, asOf: live.asOf, stale: !live.isFresh(), limits: [] };
    }
    if (verdict.code !== 'INSUFFICIENT_SCOPE') return denied(profile, verdict.code);
    if (operation === null) return denied(profile, 'UNKNOWN_OPERATION');
    const known = account?.catalogue?.operations.get(operation) ?? null;
    const sufficient = profile.permissions.sufficientFor(operation, known);
    return denied(profile, 'INSUFFICIENT_SCOPE', { sufficient });
  }
}

function denied(profile: Profile, code: Denial['code'], more: Partial<Denial> = {}): Authorization {
  return { allowed: false, profile, denial: { code, detail: null, sufficient: null, ...more }, limits: [] };
}

function askedOf({ accountId, address }: GatewayQuestion, called: CalledOperation): Asked {
  return {
    operation: called.outcome === 'known' ? called.operation : null,
    // What a proxy forwarded may be any text.
    clientAddress: parseAddress(address) === null ? null : address,
    accountId,
  };
}

function lackingScope({ keyId, accountId }: ValidVerdict): Verdict {
  return { valid: false, code: 'INSUFFICIENT_SCOPE', keyId, accountId, scope: null };
}

/**
 * A credential belongs in the header of its kind: a token that comes as a key is unknown (TX-1, TX-6). And a KeyId alone
 * means something only where keys are written KeyId.Secret (XD-2).
 */
function inItsPlace(verdict: Verdict, credential: GivenCredential, { formats }: Profile): Verdict {
  const { value, format } = credential;
  if (verdict.code === 'SECRET_REQUIRED' && !format.lacksSecret(value)) return malformedKeyVerdict;
  return verdict.keyId !== null && isMisplaced(credential, formats) ? unknownKeyVerdict : verdict;
}
