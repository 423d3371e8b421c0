import { connectTimeoutMs, endSession, keepAliveDelayMs, ledgerTypes } from '@keyledger/platform';
import pg from 'pg';

/** A dead peer is noticed at the latest when a query has had no answer for this long. */
export const queryMsMax = 10_000;

/**
 * A session that sends nothing for this long is ended by the server, and its locks are free: a process that is frozen
 * would hold them for ever. Heartbeats come far more often.
 */
const silenceMsMax = 10_000;

/**
 * One connection of its own, for what belongs to a session: its advisory locks fence everything that is sent over it,
 * since a lost session takes both the locks and the way to commit with it. Queries wait for one another.
 */
export class Session {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly client: pg.Client,
    /** Aborts when the connection is lost or closed. */
    readonly lost: AbortSignal,
  ) {}

  static async open(databaseUrl: string, applicationName: string): Promise<Session> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: queryMsMax,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveDelayMs,
      types: ledgerTypes,
    });
    const lost = new AbortController();
    client.on('error', (error) => lost.abort(error));
    client.on('end', () => lost.abort(new Error('Connection terminated')));
    await client.connect();
    await client.query(`SET idle_session_timeout = ${silenceMsMax}`);
    return new Session(client, lost.signal);
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const result = this.last.then(() => this.client.query<Row>(text, values));
    this.last = result.catch(() => undefined);
    return (await result).rows;
  }

  async close(): Promise<void> {
    await endSession(this.client);
  }
}
