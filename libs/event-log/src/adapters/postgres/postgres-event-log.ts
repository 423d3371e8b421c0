import { type Listener, listen } from '@keyledger/platform';
import type pg from 'pg';
import { appendRequest } from '../../append-request.js';
import {
  type AppendResult,
  type EventBatch,
  type EventLog,
  EventLogUnavailable,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
} from '../../event-log.js';
import { followLog } from '../../follow-log.js';
import { appendPersistently } from './append.js';
import { asUnavailable } from './outage.js';
import { type Sessions, endSessions, openSessions } from './sessions.js';
import {
  anyEventAfter,
  lastPosition,
  positionCache,
  readAllEvents,
  readEventAt,
  readStreamEvents,
  wakeChannel,
} from './statements.js';

export interface PostgresEventLogOptions {
  /** A direct connection: LISTEN does not pass through a transaction-mode pooler. */
  readonly databaseUrl: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Told of lost connections that the log gets over by itself. */
  readonly onError?: (error: unknown) => void;
}

/**
 * The log in the tables of `eventLogMigrations`, which must be there. Rejects with `EventLogUnavailable`, or with an
 * error where the tables are not as the reader needs them.
 */
export async function openPostgresEventLog(options: PostgresEventLogOptions): Promise<EventLog> {
  const { databaseUrl, applicationName = 'keyledger event log', onError = () => undefined } = options;
  const sessions = openSessions({ databaseUrl, applicationName, onSessionLost: onError });
  try {
    await assertPositionsDrawnSingly(sessions.reading);
  } catch (error) {
    await endSessions(sessions);
    throw asUnavailable(error);
  }
  return new PostgresEventLog(sessions, databaseUrl, onError);
}

async function assertPositionsDrawnSingly(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ cache: bigint }>(positionCache);
  const cache = rows[0]?.cache;
  if (cache !== 1n) throw new Error(`The sequence of log.event.position must have cache 1, not ${cache}.`);
}

class PostgresEventLog implements EventLog {
  readonly readsWhenAsked = true;
  private readonly wakers = new Set<() => void>();
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;
  private listener: Listener | undefined;
  private readonly pagesUnderWay = new Map<string, Promise<readonly RecordedEvent[]>>();

  constructor(
    private readonly sessions: Sessions,
    private readonly databaseUrl: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const request = appendRequest(stream, events, expected);
    this.assertOpen();
    return appendPersistently(this.sessions.appending, request);
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    const events = await this.query<RecordedEvent>({ ...readStreamEvents, values: [stream, fromRevision] });
    if (events.some((event, index) => event.revision !== fromRevision + index)) {
      throw new Error(`The revisions of stream ${stream} are not contiguous.`);
    }
    return events;
  }

  async readAll(after: Position, eventsMax: number): Promise<readonly RecordedEvent[]> {
    return this.query<RecordedEvent>({ ...readAllEvents, values: [after, eventsMax] });
  }

  async readAt(position: Position): Promise<RecordedEvent | undefined> {
    const [event] = await this.query<RecordedEvent>({ ...readEventAt, values: [position] });
    return event;
  }

  async *subscribe(after: Position, options: SubscribeOptions): AsyncGenerator<EventBatch, void, undefined> {
    this.assertOpen();
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    yield* followLog(
      {
        readAll: (position, eventsMax, isBehind) =>
          isBehind ? this.readTogether(position, eventsMax) : this.readAll(position, eventsMax),
        lastPosition: () => this.lastPosition(),
        onWake: (wake) => this.wakeOnAppend(wake),
        onOutage: (error) => this.onError(error),
      },
      after,
      { ...options, signal },
    );
  }

  async hasEventsAfter(position: Position): Promise<boolean> {
    const rows = await this.query<{ found: boolean }>({ ...anyEventAfter, values: [position] });
    return rows[0]?.found === true;
  }

  close(): Promise<void> {
    this.closing.abort();
    this.closed ??= Promise.all([this.listener?.stop(), endSessions(this.sessions)]).then(() => undefined);
    return this.closed;
  }

  /**
   * Subscribers that catch up side by side read a page once. Only a full page is shared: nothing can come between its
   * events, whereas one that is not full may have been read before the event that its second reader was woken for.
   */
  private async readTogether(after: Position, eventsMax: number): Promise<readonly RecordedEvent[]> {
    const page = `${after} ${eventsMax}`;
    const underWay = this.pagesUnderWay.get(page);
    if (underWay !== undefined) {
      const events = await underWay.catch(() => []);
      if (events.length === eventsMax) return events;
    }
    const reading = this.readAll(after, eventsMax);
    this.pagesUnderWay.set(page, reading);
    try {
      return await reading;
    } finally {
      if (this.pagesUnderWay.get(page) === reading) this.pagesUnderWay.delete(page);
    }
  }

  private async lastPosition(): Promise<Position> {
    const rows = await this.query<{ position: bigint }>(lastPosition);
    return rows[0]?.position ?? 0n;
  }

  /** One LISTEN session for all subscriptions, from the first one on. */
  private wakeOnAppend(wake: () => void): () => void {
    this.wakers.add(wake);
    this.listener ??= listen({
      databaseUrl: this.databaseUrl,
      channel: wakeChannel,
      onWake: () => {
        for (const waker of this.wakers) waker();
      },
      onError: this.onError,
    });
    return () => this.wakers.delete(wake);
  }

  private async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<Row[]> {
    this.assertOpen();
    try {
      const { rows } = await this.sessions.reading.query<Row>(query);
      return rows;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  private assertOpen(): void {
    if (this.closing.signal.aborted) throw new EventLogUnavailable('The log is closed.');
  }
}
