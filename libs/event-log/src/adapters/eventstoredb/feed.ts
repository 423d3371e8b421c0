import { setImmediate } from 'node:timers/promises';
import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Position as ClientPosition,
  streamNameFilter,
} from '@eventstore/db-client';
import { WakeSignal } from '@keyledger/platform';
import type { EventBatch, Position, RecordedEvent } from '../../event-log.js';
import { pollMsMax } from '../../follow-log.js';
import { NoAnswer } from './failures.js';
import { clientPosition } from './reading.js';
import { recordedEvent } from './recorded-event.js';

/** Times the 32 events of the server's search window: a checkpoint for about every 1,000 events of others. */
export const checkpointInterval = 32;
const confirmationTimeoutMs = 5_000;

export interface FeedOptions {
  readonly after: Position;
  /** Of the last event of the log before the subscription: whoever has caught up has passed it. */
  readonly end: Position;
  readonly streamPrefixes: readonly string[];
  readonly batchEventsMax: number;
}

/** Holds from after so many events on. */
interface Mark {
  readonly events: number;
  readonly position: Position;
  readonly live?: boolean;
}

/**
 * One subscription of the server, until it fails: it never recovers. Pulled batch by batch; what the consumer does not
 * pull is left with the server, beyond one batch.
 */
export class Feed {
  /** Whether anything has come of it: an event, or the word that there is none. */
  hasStarted = false;
  private readonly subscription: AllStreamSubscription;
  private readonly confirmation: NodeJS.Timeout;
  private readonly wakeSignal = new WakeSignal();
  private readonly buffer: RecordedEvent[] = [];
  private readonly marks: Mark[] = [];
  private received = 0;
  private taken = 0;
  private live = false;
  private position: Position;
  private failure: unknown;

  constructor(
    client: EventStoreDBClient,
    private readonly options: FeedOptions,
  ) {
    this.position = options.after;
    this.subscription = client.subscribeToAll({
      fromPosition: clientPosition(options.after),
      filter: streamNameFilter({
        prefixes: [...options.streamPrefixes],
        checkpointInterval,
        checkpointReached: async (_, checkpoint) => this.mark(checkpoint), // must never throw
      }),
    });
    this.subscription
      .on('confirmation', () => clearTimeout(this.confirmation))
      .on('caughtUp', () => this.mark({ commit: options.end, prepare: options.end }, true))
      .on('fellBehind', () => this.mark(undefined, false))
      .on('data', ({ event }) => event && this.receive(event))
      .on('end', () => this.fail(new NoAnswer('The subscription ended.')))
      .on('error', (error) => this.fail(error));
    this.confirmation = setTimeout(
      () => this.fail(new NoAnswer(`The subscription was not confirmed in ${confirmationTimeoutMs} ms.`)),
      confirmationTimeoutMs,
    );
  }

  /** Resolves with nothing on abort; rejects, when everything received has been taken, with why it has ended. */
  async next(signal: AbortSignal): Promise<EventBatch | undefined> {
    while (!signal.aborted) {
      const batch = this.takeBatch();
      if (batch) return batch;
      if (this.failure !== undefined) throw this.failure as Error;
      await this.wakeSignal.wait(pollMsMax, signal);
      await setImmediate(); // events come one by one: those that arrived together make one batch
    }
    return undefined;
  }

  close(): void {
    clearTimeout(this.confirmation);
    this.failure ??= new NoAnswer('The subscription was closed.');
    this.subscription.unsubscribe().catch(() => undefined);
  }

  private takeBatch(): EventBatch | undefined {
    const isFull = this.buffer.length >= this.options.batchEventsMax;
    const isLast = this.failure !== undefined || this.isLiveReached();
    if (this.buffer.length > 0 && !isFull && !isLast) return undefined; // catching up: the rest is on its way
    const events = this.buffer.splice(0, this.options.batchEventsMax);
    this.taken += events.length;
    this.position = events.at(-1)?.position ?? this.position;
    const passed = this.passMarks();
    this.subscription.resume();
    if (events.length === 0 && !passed) return undefined;
    const caughtUp = this.live && this.buffer.length === 0 && this.failure === undefined;
    return { events, position: this.position, caughtUp };
  }

  /** Whether there is anything to tell of those that what has been taken has reached. */
  private passMarks(): boolean {
    let told = false;
    for (let mark = this.marks[0]; mark && mark.events <= this.taken; mark = this.marks[0]) {
      this.marks.shift();
      told ||= mark.position > this.position || mark.live === true;
      if (mark.position > this.position) this.position = mark.position;
      this.live = mark.live ?? this.live;
    }
    return told;
  }

  private isLiveReached(): boolean {
    return this.live || this.marks.some(({ live, events }) => live === true && events <= this.received);
  }

  private receive(event: Parameters<typeof recordedEvent>[0]): void {
    this.hasStarted = true;
    try {
      const recorded = recordedEvent(event);
      const last = this.buffer.at(-1)?.position ?? this.position;
      if (recorded.position <= last) throw new Error(`Position ${recorded.position} came after ${last}.`);
      this.buffer.push(recorded);
      this.received++;
    } catch (error) {
      this.fail(error);
    }
    if (this.buffer.length >= this.options.batchEventsMax) this.subscription.pause();
    this.wakeSignal.wake();
  }

  /**
   * The client tells of a checkpoint ahead of the events that it still holds. Checkpoints of the catch-up (prepare 0)
   * are where the next record begins: to go on after them as after an event would skip that record.
   */
  private mark(checkpoint: ClientPosition | undefined, live?: boolean): void {
    const usable = checkpoint?.commit === checkpoint?.prepare;
    if (!usable && live === undefined) return;
    this.hasStarted ||= live === true;
    const events = this.received + this.subscription.readableLength;
    this.marks.push({ events, position: checkpoint?.commit ?? 0n, live });
    this.wakeSignal.wake();
  }

  private fail(error: unknown): void {
    clearTimeout(this.confirmation);
    this.failure ??= error;
    this.wakeSignal.wake();
  }
}
