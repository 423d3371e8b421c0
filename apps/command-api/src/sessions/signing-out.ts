import { endAllSessions } from '@keyledger/contracts';
import { CLOCK, CONFIG, type Clock, type Config, ProblemError, problem } from '@keyledger/platform';
import { Sessions } from '@keyledger/sessions';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../auth/callers.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { cookieSafety, sessionTokenOf } from './session-cookie.js';

/** Ends sessions: one, or all of a key. */
@Injectable()
export class SigningOut {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly callers: Callers,
    private readonly authenticator: SessionAuthenticator,
    private readonly sessions: Sessions,
  ) {}

  /** Of the browser that asks, whether its key is still accepted or not. */
  async signOut(request: FastifyRequest): Promise<void> {
    const token = sessionTokenOf(request, cookieSafety(request, this.config.publicUrl));
    if (token === null) return;
    if (!this.authenticator.isMeant(request, token)) throw new ProblemError(problem('CROSS_SITE_REQUEST'));
    await this.sessions.end(token);
  }

  /** Every session of the key that asks, by a session or by itself; how many there were. */
  async signOutEverywhere(request: FastifyRequest): Promise<number> {
    const asked = { operation: endAllSessions, request, at: this.clock.now() };
    const { keyId } = await this.callers.authenticate(asked);
    this.callers.record(asked, keyId, 'VALID');
    return this.sessions.endAllOf(keyId);
  }
}
