/** A browser that was signed in with a key. Times are epoch milliseconds. */
export interface Session {
  readonly keyId: string;
  readonly createdAtMs: number;
  /** Of a recent request: it lags behind by `touchEveryMs` at most. */
  readonly seenAtMs: number;
}

export interface SessionBounds {
  /** A session that nobody has used for so long has ended. */
  readonly idleMs: number;
  /** A session ends so long after it began, however busy it is. */
  readonly absoluteMs: number;
}

/** When a session ends if nobody uses it any more, epoch milliseconds. */
export function endsAtMs({ createdAtMs, seenAtMs }: Session, { idleMs, absoluteMs }: SessionBounds): number {
  return Math.min(createdAtMs + absoluteMs, seenAtMs + idleMs);
}

export function isLive(session: Session, nowMs: number, bounds: SessionBounds): boolean {
  return nowMs < endsAtMs(session, bounds);
}

/** Not every request is worth a write: an idle time that is a thirtieth too short harms nobody. */
export function touchEveryMs({ idleMs }: SessionBounds): number {
  return idleMs / 30;
}
