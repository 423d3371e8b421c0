import {
  StartupError,
  backoffMs,
  connectTimeoutMs,
  endSession,
  isConnectionError,
  isError,
  sleep,
} from '@keyledger/platform';
import pg from 'pg';
import type { Logger } from 'pino';

export interface WaitForDatabaseOptions {
  /** How long a database that is not there (yet) is waited for. */
  readonly waitMsMax: number;
  readonly logger: Logger;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

/** Attempts become no rarer than this, so that a start follows closely when the database comes up. */
const retryPace = { firstMs: 100, maxMs: 1_000 };

/**
 * Resolves when the database answers. One that is not there yet is waited for, with one log line; one that turns us
 * away is not.
 *
 * @throws StartupError naming the server, never its password.
 */
export async function waitForDatabase(
  databaseUrl: string,
  { waitMsMax, logger, signal }: WaitForDatabaseOptions,
): Promise<void> {
  const server = serverOf(databaseUrl);
  const deadline = performance.now() + waitMsMax;
  for (let attempt = 0; ; attempt++) {
    const failure = await failureOf(databaseUrl);
    if (failure === undefined) return;
    if (!isConnectionError(failure)) throw refusedBy(server, failure);
    if (signal?.aborted || performance.now() >= deadline) throw unreachable(server, failure);
    if (attempt === 0)
      logger.warn({ server, waitMsMax, reason: failure.message }, 'waiting for the database');
    await sleep(backoffMs(attempt, Math.random(), retryPace), signal);
  }
}

async function failureOf(databaseUrl: string): Promise<Error | undefined> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'keyledger start',
    connectionTimeoutMillis: connectTimeoutMs,
  });
  client.on('error', () => undefined); // lost after it was there: the next use notices
  try {
    await client.connect();
    await client.query('SELECT 1');
    return undefined;
  } catch (error) {
    return isError(error) ? error : new Error(String(error));
  } finally {
    await endSession(client);
  }
}

/** `host:port/database`, for people; pg knows the defaults and the Unix sockets. */
export function serverOf(databaseUrl: string): string {
  const { host, port, database } = new pg.Client({ connectionString: databaseUrl });
  return `${host}:${port}/${database ?? ''}`;
}

function unreachable(server: string, cause: Error): StartupError {
  return new StartupError(
    `the database ${server} cannot be reached (${reasonOf(cause)}): check DATABASE_URL, or start it`,
    { cause },
  );
}

/** Wrong password, no such database, no TLS: waiting would not help. */
function refusedBy(server: string, cause: Error): StartupError {
  return new StartupError(`the database ${server} refuses us (${reasonOf(cause)}): check DATABASE_URL`, {
    cause,
  });
}

/** A host with several addresses fails with an AggregateError that has no message of its own. */
function reasonOf(error: Error): string {
  const { errors } = error as { errors?: unknown };
  const first: unknown = Array.isArray(errors) ? errors[0] : error;
  const message = isError(first) ? first.message : String(first);
  return message.split('\n')[0] ?? '';
}
