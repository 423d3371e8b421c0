export { type AttemptBounds, AttemptLimiter } from './attempt-limiter.js';
export { sessionMigrations } from './migrations.js';
export { type Session, type SessionBounds, endsAtMs } from './session.js';
export { csrfTokenOf, isCsrfTokenOf } from './session-token.js';
export {
  type AskedBy,
  Sessions,
  type SessionsParts,
  type StartedSession,
  sessionsPerKeyMax,
} from './sessions.js';
