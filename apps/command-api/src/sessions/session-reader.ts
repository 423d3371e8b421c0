import type { SessionAnswer, SessionStateAnswer } from '@keyledger/contracts';
import type { Sessions } from '@keyledger/sessions';
import type { FastifyRequest } from 'fastify';
import type { Ledger } from '../ledger/ledger.js';
import { sessionAnswer } from './session-answer.js';
import type { SessionAuthenticator, SignedIn } from './session-authenticator.js';

/** Answers about whoever is signed in. */
export class SessionReader {
  constructor(
    private readonly authenticator: SessionAuthenticator,
    private readonly ledger: Ledger,
    private readonly sessions: Pick<Sessions, 'bounds'>,
  ) {}

  /** @throws ProblemError where it cannot be known, or the address is not one of the key's */
  async read(request: FastifyRequest): Promise<SessionStateAnswer> {
    const found = await this.authenticator.authenticate(request);
    if (found === null) return { signedIn: false };
    if (found.outcome === 'accepted') return this.answerTo(found);
    if (found.problem.problem.code === 'INVALID_SESSION') return { signedIn: false };
    throw found.problem;
  }

  async answerTo(signedIn: SignedIn): Promise<SessionAnswer> {
    const key = await this.ledger.findKey(signedIn.caller.keyId);
    return sessionAnswer(signedIn, key?.state.name ?? '', this.sessions.bounds);
  }
}
