import type { EventStoreDBClient } from '@eventstore/db-client';
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
import { batchEventsMaxDefault } from '../../follow-log.js';
import { appendPersistently } from './append.js';
import { asUnavailable } from './failures.js';
import { followAll } from './follow-all.js';
import { readEventAt, readOurs, readStreamFrom } from './reading.js';
import { acquireClient, releaseClient } from './shared-client.js';
import { withDeadline } from './with-deadline.js';

/** Longest silence in the middle of a read; the client itself notices a frozen server after 19 s. */
const readTimeoutMs = 5_000;
/** Of the freshness probe: a verifier must not wait longer to learn that it cannot prove itself fresh. */
export const probeTimeoutMs = 2_000;

export interface EventStoreDbEventLogOptions {
  /** esdb:// or esdb+discover://, with everything that the client takes in it, credentials included. */
  readonly url: string;
  /** Which streams are ours: others may use the same server. */
  readonly streamPrefixes: readonly string[];
  /** Told of outages that the log gets over by itself. */
  readonly onError?: (error: unknown) => void;
  /** Told when the server has dropped a slow subscription, which is then resumed at once. */
  readonly onDropped?: () => void;
}

/** The log in EventStoreDB's $all. Does not need the server to be there yet. */
export function openEventStoreDbEventLog(options: EventStoreDbEventLogOptions): EventLog {
  if (options.streamPrefixes.length === 0) throw new Error('A log without stream prefixes holds nothing.');
  return new EventStoreDbEventLog(acquireClient(options.url), options);
}

class EventStoreDbEventLog implements EventLog {
  readonly readsWhenAsked = false;
  private readonly closing = new AbortController();
  private readonly appends = new Set<Promise<unknown>>();
  private closed: Promise<void> | undefined;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly options: EventStoreDbEventLogOptions,
  ) {}

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const request = appendRequest(stream, events, expected);
    this.assertOurs(stream);
    this.assertOpen();
    const append = appendPersistently(this.client, request);
    this.appends.add(append);
    return append.finally(() => this.appends.delete(append));
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    const events = await this.reading(() =>
      readStreamFrom(this.client, { stream, fromRevision, silenceMsMax: readTimeoutMs }),
    );
    if (events.some((event, index) => event.revision !== fromRevision + index)) {
      throw new Error(`The revisions of stream ${stream} are not contiguous.`);
    }
    return events;
  }

  async readAll(after: Position, eventsMax: number): Promise<readonly RecordedEvent[]> {
    return this.reading(() => this.readOurs(after, eventsMax, readTimeoutMs));
  }

  async readAt(position: Position): Promise<RecordedEvent | undefined> {
    const event = await this.reading(() => readEventAt(this.client, position, readTimeoutMs));
    return event !== undefined && this.isOurs(event.stream) ? event : undefined;
  }

  async *subscribe(after: Position, options: SubscribeOptions): AsyncGenerator<EventBatch, void, undefined> {
    this.assertOpen();
    yield* followAll(this.client, after, {
      signal: AbortSignal.any([options.signal, this.closing.signal]),
      batchEventsMax: options.batchEventsMax ?? batchEventsMaxDefault,
      streamPrefixes: this.options.streamPrefixes,
      onOutage: (error) => this.options.onError?.(error),
      onDropped: () => this.options.onDropped?.(),
    });
  }

  /** Reads on from the position, which checkpoints keep close to the end, to the first event that is ours. */
  async hasEventsAfter(position: Position): Promise<boolean> {
    const probe = () => this.readOurs(position, 1, probeTimeoutMs);
    const events = await this.reading(() => withDeadline(probe(), probeTimeoutMs, 'the freshness probe'));
    return events.length > 0;
  }

  /** The client goes last: its disposal rejects appends that have been written. */
  close(): Promise<void> {
    this.closing.abort();
    this.closed ??= Promise.allSettled(this.appends).then(() => releaseClient());
    return this.closed;
  }

  private async readOurs(after: Position, eventsMax: number, silenceMsMax: number): Promise<RecordedEvent[]> {
    return readOurs(this.client, (stream) => this.isOurs(stream), { after, eventsMax, silenceMsMax });
  }

  private async reading<T>(read: () => Promise<T>): Promise<T> {
    this.assertOpen();
    try {
      return await read();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  private isOurs(stream: string): boolean {
    return this.options.streamPrefixes.some((prefix) => stream.startsWith(prefix));
  }

  /** Else it would be written and never delivered. */
  private assertOurs(stream: string): void {
    if (!this.isOurs(stream)) throw new RangeError(`The stream ${stream} has none of the log's prefixes.`);
  }

  private assertOpen(): void {
    if (this.closing.signal.aborted) throw new EventLogUnavailable('The log is closed.');
  }
}
