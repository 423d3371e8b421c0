import type { IntrospectionAnswer } from '@keyledger/contracts';
import { ProblemError, problem } from '@keyledger/platform';
import type { KeyEntry, LiveIndex } from '@keyledger/verification';
import type { CallerAuthentication, CallingRequest } from './caller-authentication.js';
import { parseIntrospection } from './introspect-question.js';
import { presentedKey } from './introspection-caller.js';
import type { VerifyEndpoint } from './verify-endpoint.js';

export interface IntrospectEndpointParts {
  readonly live: Pick<LiveIndex, 'index'>;
  readonly callers: CallerAuthentication;
  readonly verify: VerifyEndpoint;
}

/** Says nothing about why, nor whether there is such a key (RFC 7662 section 2.2). */
const inactive: IntrospectionAnswer = { active: false };

/** `POST /v1/introspect`, RFC 7662: the verdict on a key in the words of OAuth. Without I/O. */
export class IntrospectEndpoint {
  constructor(private readonly parts: IntrospectEndpointParts) {}

  /** Who asks, before the body is read. Throws `ProblemError`. */
  admit(request: CallingRequest): void {
    const { callers, verify } = this.parts;
    verify.assertServing();
    callers.authenticateKey(presentedKey(request), request.ip);
  }

  /**
   * A verifier that cannot tell says so: a resource server may keep an answer, and this one would pass by itself.
   *
   * @throws ProblemError with INVALID_REQUEST, STALE, or as `admit`
   */
  answer(request: CallingRequest & { readonly body: string }): IntrospectionAnswer {
    const { live, callers, verify } = this.parts;
    // Anew: bodies may take long to arrive, and keys are revoked meanwhile.
    const rights = callers.authenticateKey(presentedKey(request), request.ip);
    const verdict = verify.judge(parseIntrospection(request.body), rights);
    if (verdict.code === 'STALE') throw new ProblemError(problem('STALE'));
    const entry = verdict.valid ? live.index.findById(verdict.keyId) : undefined;
    return entry === undefined ? inactive : activeAnswer(entry);
  }
}

function activeAnswer({ keyId, account, scopes, expiresAtMs, rotation }: KeyEntry): IntrospectionAnswer {
  const endsAtMs = Math.min(expiresAtMs, rotation?.endsAtMs ?? Infinity);
  return {
    active: true,
    scope: scopes.texts.join(' '),
    client_id: keyId,
    token_type: 'Bearer',
    sub: account.accountId,
    ...(Number.isFinite(endsAtMs) && { exp: Math.floor(endsAtMs / 1_000) }),
  };
}
