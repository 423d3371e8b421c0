import { type SessionBounds, createPool } from '@keyledger/platform';
import type pg from 'pg';

/** For the lock that appends take turns on, each of which is held for about a millisecond. */
const lockTimeoutMs = 5_000;
const statementTimeoutMs = 10_000;
/** For a server that says nothing at all: longer than it would take itself to give up. */
const answerTimeoutMs = 15_000;
const idleInTransactionTimeoutMs = 5_000;

/** Appends wait for one another anyway: a few sessions keep the lock busy, more would only queue at the server. */
const appendSessionsMax = 4;
/** Of their own, so that waiting appends hold up neither reading nor the freshness probe. */
const readSessionsMax = 8;

export interface Sessions {
  readonly appending: pg.Pool;
  readonly reading: pg.Pool;
}

export interface SessionOptions {
  readonly databaseUrl: string;
  readonly applicationName: string;
  readonly onSessionLost: (error: Error) => void;
}

export function openSessions(options: SessionOptions): Sessions {
  return { appending: openPool(options, appendSessionsMax), reading: openPool(options, readSessionsMax) };
}

export async function endSessions({ appending, reading }: Sessions): Promise<void> {
  await Promise.all([appending.end(), reading.end()]);
}

const bounds: SessionBounds = {
  query_timeout: answerTimeoutMs,
  statement_timeout: statementTimeoutMs,
  lock_timeout: lockTimeoutMs,
  idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
};

function openPool(
  { databaseUrl, applicationName, onSessionLost }: SessionOptions,
  connectionsMax: number,
): pg.Pool {
  return createPool(databaseUrl, { applicationName, connectionsMax, onSessionLost, bounds });
}
