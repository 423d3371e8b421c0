import type { Clock, Ids } from '@keyledger/platform';
import type pg from 'pg';
import { isSessionToken, newSessionToken, tokenDigest } from './session-token.js';
import { type Session, type SessionBounds, isLive, touchEveryMs } from './session.js';
import * as statements from './statements.js';

/** Browsers that one key may be signed in on; with one more, the one that was used the longest ago is signed out. */
export const sessionsPerKeyMax = 50;

export interface SessionsParts {
  readonly pool: Pick<pg.Pool, 'query'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'bytes'>;
  readonly bounds: SessionBounds;
}

export interface StartedSession {
  /** For the cookie, and for nothing else. */
  readonly token: string;
  readonly session: Session;
}

/** `page`: in the background, with nobody at it as far as it knows. */
export type AskedBy = 'somebody' | 'page';

interface SessionRow {
  readonly keyId: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
}

/** The register of sessions, in Postgres, so that every process knows them and signing out holds everywhere at once. */
export class Sessions {
  readonly bounds: SessionBounds;

  constructor(private readonly parts: SessionsParts) {
    this.bounds = parts.bounds;
  }

  async start(keyId: string): Promise<StartedSession> {
    const { pool, clock, ids, bounds } = this.parts;
    const token = newSessionToken((count) => ids.bytes(count));
    const nowMs = clock.now();
    await pool.query(statements.insert, [tokenDigest(token), keyId, new Date(nowMs)]);
    const idleSince = new Date(nowMs - bounds.idleMs);
    const begunBefore = new Date(nowMs - bounds.absoluteMs);
    await pool.query(statements.prune, [idleSince, begunBefore, keyId, sessionsPerKeyMax]);
    return { token, session: { keyId, createdAtMs: nowMs, seenAtMs: nowMs } };
  }

  /**
   * The session of a cookie, which lives on by being asked for unless a page asked by itself; null: there is none, or none any
   * more.
   */
  async find(token: string, askedBy: AskedBy = 'somebody'): Promise<Session | null> {
    if (!isSessionToken(token)) return null;
    const { pool, clock, bounds } = this.parts;
    const digest = tokenDigest(token);
    const { rows } = await pool.query<SessionRow>(statements.find, [digest]);
    const [row] = rows;
    if (row === undefined) return null;
    const session = sessionOf(row);
    const nowMs = clock.now();
    if (!isLive(session, nowMs, bounds)) {
      await pool.query(statements.remove, [digest]);
      return null;
    }
    if (askedBy === 'page' || nowMs - session.seenAtMs < touchEveryMs(bounds)) return session;
    await pool.query(statements.touch, [digest, new Date(nowMs)]);
    return { ...session, seenAtMs: nowMs };
  }

  async end(token: string): Promise<void> {
    if (isSessionToken(token)) await this.parts.pool.query(statements.remove, [tokenDigest(token)]);
  }

  /** How many there were. */
  async endAllOf(keyId: string): Promise<number> {
    const { rowCount } = await this.parts.pool.query(statements.removeOfKey, [keyId]);
    return rowCount ?? 0;
  }
}

function sessionOf({ keyId, createdAt, seenAt }: SessionRow): Session {
  return { keyId, createdAtMs: createdAt.getTime(), seenAtMs: seenAt.getTime() };
}
