/**
 * Where something stands in the whole log: opaque, comparable, strictly rising in the order of delivery.
 * `originPosition` is before everything. In JSON it travels as a string of decimal digits.
 */
export type Position = bigint;
export const originPosition: Position = 0n;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface NewEvent {
  /** UUID, lower case. The same id on a retried append is what makes the retry harmless. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** 0 for the first event of a stream, then one more each. */
  readonly revision: number;
  readonly position: Position;
}

/** A revision: the stream's last must be this one. `no-stream`: it must not exist. */
export type ExpectedRevision = number | 'no-stream' | 'any';

export type AppendResult =
  | { readonly outcome: 'appended'; readonly position: Position; readonly revision: number }
  /** Nothing was written; `actual` is the last revision of the stream, -1 where there is none. */
  | { readonly outcome: 'wrong-revision'; readonly actual: number };

export interface EventBatch {
  /** In order; may be empty, when the reader has just caught up or has passed events that are not ours. */
  readonly events: readonly RecordedEvent[];
  /** Checkpoint: everything up to here has been delivered with this batch or before it. */
  readonly position: Position;
  /** Whether the log held nothing more when this batch was read. */
  readonly caughtUp: boolean;
}

export interface SubscribeOptions {
  /** Ends the iteration; a batch being handled is finished by its handler first. */
  readonly signal: AbortSignal;
  /** Most events in one batch. */
  readonly batchEventsMax?: number;
}

/** Held to by `contract.ts`, which every adapter runs. All methods reject with `EventLogUnavailable` on an outage. */
export interface EventLog {
  /**
   * Whether `subscribe` reads each batch only after it was asked for, never ahead. Then a caught-up batch proves that its
   * reader held everything that the log held when it asked; where the server pushes, only a probe proves that.
   */
  readonly readsWhenAsked: boolean;
  /**
   * Writes all events or none. Repeating an append with the same ids and expected revision answers as the first
   * time and writes nothing. Rejects with `AppendOutcomeUnknown` when the log went away before it could answer, and
   * with a `RangeError` what is beyond the limits of `append-request.ts`, which every adapter shares. An id is
   * used once: an id that is in the log already, in anything but a repeated append, is a bug.
   */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult>;
  /** The stream in order, from this revision on (default: the first); empty where there is nothing. */
  readStream(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]>;
  /** One page of the whole log, strictly after `after`. */
  readAll(after: Position, eventsMax: number): Promise<readonly RecordedEvent[]>;
  /** The event at this very position; undefined where there is none, and where the log knows no such position. */
  readAt(position: Position): Promise<RecordedEvent | undefined>;
  /**
   * Catches up from `after` (exclusive), then follows. Survives outages by itself (capped back-off) without a gap
   * or repeat; pulls, so a slow consumer is never dropped. The first batch that reaches the end of the log is
   * delivered even when empty. Throws `CheckpointAheadOfLog` rather than wait beyond the end of the log. Leaving the
   * iteration (`break`, abort, `close`) ends the subscription.
   */
  subscribe(after: Position, options: SubscribeOptions): AsyncIterable<EventBatch>;
  /** Freshness probe: is anything of ours beyond this position right now? */
  hasEventsAfter(position: Position): Promise<boolean>;
  close(): Promise<void>;
}

/** The log cannot be reached; the operation has had no effect. */
export class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';
}

/** The log went away in the middle of an append: it may or may not have been written. */
export class AppendOutcomeUnknown extends Error {
  override readonly name = 'AppendOutcomeUnknown';
}

/**
 * The checkpoint lies beyond the end of the log: it belongs to another log, or this one was restored from an older
 * backup. Whoever goes on from there would silently miss what is recorded meanwhile.
 */
export class CheckpointAheadOfLog extends Error {
  override readonly name = 'CheckpointAheadOfLog';
}
