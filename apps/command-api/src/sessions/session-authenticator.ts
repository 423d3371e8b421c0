import { systemAccountId } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import { type Session, type Sessions, isCsrfTokenOf } from '@keyledger/sessions';
import type { LiveIndex } from '@keyledger/verification';
import type { FastifyRequest } from 'fastify';
import { type Accepted, type Refused, acceptedAs, refused, refusedBy } from '../auth/authentication.js';
import { askedBy } from './asked-by.js';
import { isFromOwnPage } from './same-origin.js';
import { clearedSessionCookie, cookieSafety, sessionTokenOf } from './session-cookie.js';

export interface SignedIn extends Accepted {
  readonly token: string;
  readonly session: Session;
}

export interface SessionAuthenticatorParts {
  readonly sessions: Sessions;
  /** Keys of `system`, as of now: a session is as good as its key. */
  readonly index: LiveIndex;
  readonly publicUrl: string;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who is signed in on the browser that sent a request. */
export class SessionAuthenticator {
  constructor(private readonly parts: SessionAuthenticatorParts) {}

  /** Null: it sent no session. Rejects while the database is away. */
  async authenticate(request: FastifyRequest): Promise<SignedIn | Refused | null> {
    const { sessions, index, publicUrl } = this.parts;
    const safety = cookieSafety(request, publicUrl);
    const token = sessionTokenOf(request, safety);
    if (token === null) return null;
    if (!this.isMeant(request, token)) return refused(new ProblemError(problem('CROSS_SITE_REQUEST')));
    if (!index.hasCaughtUp) return refused(new ProblemError(problem('NOT_READY')));
    const session = await sessions.find(token, askedBy(request));
    const ended = (detail?: string) =>
      new ProblemError(problem('INVALID_SESSION', detail), {
        headers: { 'set-cookie': clearedSessionCookie(safety) },
      });
    if (session === null) return refused(ended());
    return this.judged(session, token, { clientAddress: request.ip, ended });
  }

  /** Whether a write was made by a page of ours: another's can neither read the token nor send the header. */
  isMeant(request: FastifyRequest, token: string): boolean {
    if (safeMethods.has(request.method)) return true;
    const given = request.headers['x-csrf-token'];
    return (
      typeof given === 'string' && isFromOwnPage(request, this.parts.publicUrl) && isCsrfTokenOf(token, given)
    );
  }

  private async judged(
    session: Session,
    token: string,
    { clientAddress, ended }: { clientAddress: string; ended: (detail: string) => ProblemError },
  ): Promise<SignedIn | Refused> {
    const { index, sessions } = this.parts;
    const asked = { operation: null, clientAddress, accountId: systemAccountId };
    const verdict = index.checkKnownKey(session.keyId, asked);
    if (!verdict.valid) {
      const refusal = refusedBy(verdict, ended);
      // A key that comes back, being enabled again, does not bring its sessions back.
      if (refusal.problem.problem.code === 'INVALID_SESSION') await sessions.endAllOf(session.keyId);
      return refusal;
    }
    const entry = index.index.findById(session.keyId);
    if (entry === undefined) throw new Error('A key that was accepted is not in the index');
    return { ...acceptedAs(entry), token, session };
  }
}
