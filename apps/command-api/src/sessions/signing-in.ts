import { startSession } from '@keyledger/contracts';
import { CLOCK, CONFIG, type Clock, type Config, ProblemError, problem } from '@keyledger/platform';
import { AttemptLimiter, Sessions } from '@keyledger/sessions';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../auth/callers.js';
import { attemptingClient } from './attempting-client.js';
import { isFromOwnPage } from './same-origin.js';
import type { SignedIn } from './session-authenticator.js';
import { cookieSafety, sessionTokenOf } from './session-cookie.js';

/** Exchanges a key for a session. */
@Injectable()
export class SigningIn {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly callers: Callers,
    private readonly sessions: Sessions,
    private readonly limiter: AttemptLimiter,
  ) {}

  /** @throws ProblemError with what is wrong with the key, with the way here, or that there were too many attempts */
  async signIn(request: FastifyRequest, key: string): Promise<SignedIn> {
    this.assertSafe(request);
    const client = attemptingClient(request.ip);
    const waitMs = this.limiter.begin(client);
    if (waitMs !== null) throw tooMany(waitMs);
    const asked = { operation: startSession, request, at: this.clock.now() };
    const caller = this.callers.authenticateKey(asked, key);
    const { token, session } = await this.sessions.start(caller.keyId);
    this.limiter.succeeded(client);
    this.callers.record(asked, caller.keyId, 'VALID');
    await this.endFormer(request);
    return { outcome: 'accepted', caller, token, session };
  }

  private assertSafe(request: FastifyRequest): void {
    const { publicUrl } = this.config;
    if (!isFromOwnPage(request, publicUrl)) throw new ProblemError(problem('CROSS_SITE_REQUEST'));
    if (cookieSafety(request, publicUrl).possible) return;
    const detail =
      'The request came in the clear. Behind a proxy that takes the encryption off, set PUBLIC_URL or TRUSTED_PROXIES.';
    throw new ProblemError(problem('HTTPS_REQUIRED', detail));
  }

  /** Whoever signs in anew leaves nothing behind. */
  private async endFormer(request: FastifyRequest): Promise<void> {
    const former = sessionTokenOf(request, cookieSafety(request, this.config.publicUrl));
    if (former !== null) await this.sessions.end(former);
  }
}

function tooMany(waitMs: number): ProblemError {
  return new ProblemError(problem('TOO_MANY_SIGN_INS'), {
    headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  });
}
