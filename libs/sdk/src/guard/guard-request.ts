import type { VerdictAnswer } from '@keyledger/contracts';
import {
  type Denial,
  type GivenCredential,
  type Profile,
  type ProfileId,
  type Code,
  defaultProfileId,
  extractCredential,
  isMisplaced,
  parseAddress,
  profileOf,
  rateLimitHeaders,
  readHeader,
  refusedByLimitHeaders,
} from '@keyledger/domain';
import { KeyledgerProblem } from '../client/keyledger-problem.js';
import type { KeyVerifier } from '../key-verifier.js';

export interface GuardOptions {
  readonly verifier: KeyVerifier;
  /** Only keys of this account are accepted; default: of every account that the verifier may see. */
  readonly account?: string;
  /**
   * Whose rules say where the credential is and how a refusal is told; default `keyledger`: `Authorization: Bearer`,
   * answered with problems (RFC 9457) and challenges (RFC 6750).
   */
  readonly profile?: ProfileId;
  /** Public address of Keyledger, for the `type` of problems; default: problems have none. */
  readonly keyledgerUrl?: string;
  /** Told why there was no verdict. The request has been refused. */
  readonly onError?: (error: unknown) => void;
}

export interface GuardedRequest {
  /** Names and values in turn, as Node's `rawHeaders` has them. */
  readonly rawHeaders: readonly string[];
  /** Of the client, as far as the proxies on the way are trusted; null: not known. */
  readonly clientAddress: string | null;
  /** `namespace:Operation` that the request is a call of. */
  readonly operation: string;
}

/** Whose request it is, and what permitted it. Never the credential. */
export interface AdmittedRequest {
  readonly keyId: string;
  readonly account: string;
  readonly operation: string;
  /** The scope that decided. */
  readonly scope: string | null;
  /** Position that the verdict is as of. */
  readonly asOf: string;
}

export type GuardAnswer =
  | {
      readonly allowed: true;
      readonly admitted: AdmittedRequest;
      /** For the answer: `RateLimit` and `RateLimit-Policy`, where the key has limits. Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly allowed: false;
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      /** To be sent as JSON. */
      readonly body: unknown;
    };

/** The one decision behind every guard. Never throws: without a verdict it refuses. */
export async function guardRequest(options: GuardOptions, request: GuardedRequest): Promise<GuardAnswer> {
  const profile = profileOf(options.profile ?? defaultProfileId);
  const refuse = (code: Denial['code'], more: Partial<Denial> = {}): GuardAnswer =>
    refusal(profile, { code, detail: null, sufficient: null, ...more }, options.keyledgerUrl);
  try {
    const credential = extractCredential(request.rawHeaders, profile.formats);
    if (credential.outcome === 'missing') return refuse('MISSING_CREDENTIALS');
    if (credential.outcome === 'malformed')
      return refuse('INVALID_CREDENTIALS', { detail: credential.detail });
    const verdict = await ask(options, request, credential);
    const code = denialOf(verdict, credential, profile);
    const { limits = [] } = verdict;
    if (code === null) {
      return { allowed: true, admitted: admittedOf(verdict, request), headers: rateLimitHeaders(limits) };
    }
    const refused = refuse(code, { sufficient: sufficientFor(code, request, profile) });
    return { ...refused, headers: { ...refused.headers, ...refusedByLimitHeaders(limits) } };
  } catch (error) {
    options.onError?.(error);
    // A service key that Keyledger does not accept is a fault of this service; that nobody answers passes.
    const isOurs = error instanceof KeyledgerProblem && error.status < 500 && error.status !== 429;
    return refuse(isOurs ? 'INTERNAL' : 'STALE');
  }
}

function ask(
  { verifier, account }: GuardOptions,
  { rawHeaders, clientAddress, operation }: GuardedRequest,
  { value, user }: GivenCredential,
): Promise<VerdictAnswer> {
  const userAgent = userAgentOf(rawHeaders);
  return verifier.verify({
    ...{ key: value, operation },
    ...(user !== null && { user }),
    ...(account !== undefined && { account }),
    // What a proxy forwarded may be any text.
    ...(clientAddress !== null && parseAddress(clientAddress) !== null && { clientAddress }),
    ...(userAgent !== null && { userAgent }),
  });
}

/** Far more than is recorded: what is secret in it is taken out before it is cut. */
const userAgentSentMax = 2_000;

function userAgentOf(rawHeaders: readonly string[]): string | null {
  const header = readHeader(rawHeaders, 'User-Agent');
  return header.outcome === 'given' ? header.value.slice(0, userAgentSentMax) : null;
}

/** Null: it may pass. */
function denialOf(
  verdict: VerdictAnswer,
  credential: GivenCredential,
  profile: Profile,
): Denial['code'] | null {
  if (verdict.keyId !== null && isMisplaced(credential, profile.formats)) return 'UNKNOWN_KEY';
  if (verdict.valid) return verdict.code === 'VALID' ? null : 'INTERNAL';
  if (verdict.code === 'SECRET_REQUIRED' && !credential.format.lacksSecret(credential.value)) {
    return 'MALFORMED_KEY';
  }
  // A newer Keyledger may know reasons that this version does not.
  return Object.hasOwn(refusals, verdict.code) ? refusals[verdict.code as keyof typeof refusals] : 'STALE';
}

const refusals = {
  ...{ MALFORMED_KEY: 'MALFORMED_KEY', UNKNOWN_KEY: 'UNKNOWN_KEY', SECRET_REQUIRED: 'SECRET_REQUIRED' },
  ...{ INVALID_SECRET: 'INVALID_SECRET', KEY_REVOKED: 'KEY_REVOKED', KEY_ROTATED: 'KEY_ROTATED' },
  ...{ KEY_EXPIRED: 'KEY_EXPIRED', KEY_DISABLED: 'KEY_DISABLED', STALE: 'STALE' },
  ...{ API_ACCESS_DISABLED: 'API_ACCESS_DISABLED', ADDRESS_NOT_ALLOWED: 'ADDRESS_NOT_ALLOWED' },
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  ...{ RATE_LIMITED: 'RATE_LIMITED', QUOTA_EXCEEDED: 'QUOTA_EXCEEDED' },
} as const satisfies Partial<Record<Code, Denial['code']>>;

function sufficientFor(code: Denial['code'], { operation }: GuardedRequest, profile: Profile): string | null {
  return code === 'INSUFFICIENT_SCOPE' ? profile.permissions.sufficientFor(operation, null) : null;
}

function admittedOf({ keyId, account, scope, asOf }: VerdictAnswer, { operation }: GuardedRequest) {
  if (keyId === null || account === null) throw new Error('The verdict is valid, but of no key.');
  return { keyId, account, operation, scope, asOf };
}

function refusal(profile: Profile, denial: Denial, keyledgerUrl: string | undefined): GuardAnswer {
  const { status, headers, body } = profile.answerTo(denial);
  return { allowed: false, status, headers, body: withAbsoluteType(body, keyledgerUrl) };
}

/** Problems (RFC 9457) have a `type` that is a path of Keyledger's, which means nothing to clients of another API. */
function withAbsoluteType(body: unknown, keyledgerUrl: string | undefined): unknown {
  if (typeof body !== 'object' || body === null || !('type' in body)) return body;
  const { type, ...rest } = body;
  if (typeof type !== 'string' || !type.startsWith('/')) return body;
  return keyledgerUrl === undefined ? rest : { type: keyledgerUrl.replace(/\/+$/, '') + type, ...rest };
}
