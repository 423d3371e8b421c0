import { isConnectionError, isError } from '@keyledger/platform';
import { EventLogUnavailable } from '../../event-log.js';

/**
 * The server said so itself, so it has rolled back: a lock not had in time (55P03), a statement cancelled (57014),
 * serialization and deadlock (40), resources (53), a standby (25006).
 */
const rolledBackSqlState = /^(55P03|57014|40|53|25006)/;

export function isRolledBack(error: unknown): boolean {
  const code = isError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && rolledBackSqlState.test(code);
}

/** The session went away, or fell silent, after the statement was sent: there is no telling what became of it. */
export function isLostInFlight(error: unknown): boolean {
  return !isRolledBack(error) && isConnectionError(error);
}

/** What a caller is told of a read, or of an append that was never sent. Errors that are no outage stay as they are. */
export function asUnavailable(error: unknown): unknown {
  if (!isRolledBack(error) && !isLostInFlight(error)) return error;
  return new EventLogUnavailable('The Postgres event log is out of reach.', { cause: error });
}
