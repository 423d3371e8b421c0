import { connectTimeoutMs, ledgerTypes } from '@keyledger/platform';
import pg from 'pg';

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

function openPool({ databaseUrl, applicationName, onSessionLost }: SessionOptions, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: applicationName,
    max,
    types: ledgerTypes,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
  });
  // The pool looks after idle sessions only: one that is lost while in use would end the process.
  pool.on('connect', (session) => session.on('error', onSessionLost));
  pool.on('error', () => undefined); // the same error as the session's own
  return pool;
}
