import { digestOf } from '@keyledger/composition';
import { systemAccountId } from '@keyledger/domain';
import { ProblemError, bearerCredential, problem } from '@keyledger/platform';
import type { LiveIndex } from '@keyledger/verification';
import type { FastifyRequest } from 'fastify';
import type { SessionAuthenticator } from '../sessions/session-authenticator.js';
import { type Authentication, acceptedAs, refused, refusedBy } from './authentication.js';

/** Whose key it is that came with the request (RFC 6750 section 3), or that its browser was signed in with. */
export class Authenticator {
  constructor(
    private readonly index: LiveIndex,
    private readonly sessions: Pick<SessionAuthenticator, 'authenticate'>,
  ) {}

  /** Rejects while the database is away, where a session would have to be looked up. */
  async authenticate(request: FastifyRequest): Promise<Authentication> {
    const credential = bearerCredential(request.raw);
    switch (credential.outcome) {
      case 'given':
        return this.authenticateKey(credential.value, request.ip);
      case 'malformed':
        return refused(invalid(credential.detail));
      case 'missing':
        return (
          (await this.sessions.authenticate(request)) ??
          refused(new ProblemError(problem('MISSING_CREDENTIALS')))
        );
    }
  }

  authenticateKey(value: string, clientAddress: string): Authentication {
    if (!this.index.hasCaughtUp) return refused(new ProblemError(problem('NOT_READY')));
    const question = { key: value, user: null, operation: null, clientAddress, accountId: systemAccountId };
    const verdict = this.index.checkKey(question);
    if (!verdict.valid) return refusedBy(verdict, invalid);
    const entry = this.index.index.find(digestOf(value));
    if (entry === undefined) throw new Error('A key that was accepted is not in the index');
    return acceptedAs(entry);
  }
}

function invalid(detail: string): ProblemError {
  return new ProblemError(problem('INVALID_CREDENTIALS', detail));
}
