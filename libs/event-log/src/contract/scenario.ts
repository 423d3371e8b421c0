import { randomUUID } from 'node:crypto';
import {
  type EventBatch,
  type EventLog,
  type NewEvent,
  type Position,
  type RecordedEvent,
  originPosition,
} from '../event-log.js';

export const readMax = 10_000;

export function newEvent(data: NewEvent['data'] = {}): NewEvent {
  return { id: randomUUID(), type: 'SomethingHappened', data, metadata: { actor: 'contract' } };
}

export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, number) => newEvent({ number }));
}

export async function everything(log: EventLog): Promise<readonly RecordedEvent[]> {
  return log.readAll(originPosition, readMax);
}

export function idsOf(events: readonly NewEvent[]): string[] {
  return events.map((event) => event.id);
}

/** Appends and expects that to work. */
export async function appended(
  log: EventLog,
  stream: string,
  events: readonly NewEvent[],
): Promise<{ readonly position: Position; readonly revision: number }> {
  const result = await log.append(stream, events, 'any');
  if (result.outcome !== 'appended') throw new Error(`Not appended: ${result.outcome}.`);
  return result;
}

/** Follows the log until it has this many events, then stops iterating. */
export async function followUntil(
  log: EventLog,
  after: Position,
  { count, batchEventsMax }: { readonly count: number; readonly batchEventsMax?: number },
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  if (count === 0) return events;
  const options = { signal: new AbortController().signal, batchEventsMax };
  for await (const batch of log.subscribe(after, options)) {
    events.push(...batch.events);
    if (events.length >= count) break;
  }
  return events;
}

/** Follows the log until it has caught up for the first time. */
export async function followUntilCaughtUp(
  log: EventLog,
  after: Position,
  batchEventsMax?: number,
): Promise<EventBatch[]> {
  const batches: EventBatch[] = [];
  for await (const batch of log.subscribe(after, { signal: new AbortController().signal, batchEventsMax })) {
    batches.push(batch);
    if (batch.caughtUp) break;
  }
  return batches;
}

/** Follows the log in the background, until it is stopped. */
export class Follower {
  readonly batches: EventBatch[] = [];
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<() => void>();
  private readonly ended: Promise<void>;

  constructor(log: EventLog, after: Position = originPosition) {
    this.ended = this.run(log.subscribe(after, { signal: this.stopping.signal }));
    this.ended.catch(() => undefined); // `until` and `stop` tell
  }

  get events(): RecordedEvent[] {
    return this.batches.flatMap((batch) => batch.events);
  }

  async until(condition: (follower: Follower) => boolean): Promise<void> {
    const endedFirst = this.ended.then(() => {
      throw new Error('The subscription ended before it had what was waited for.');
    });
    endedFirst.catch(() => undefined); // unless it is what decides the race
    while (!condition(this)) {
      await Promise.race([new Promise<void>((resolve) => this.waiting.add(resolve)), endedFirst]);
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  /** Resolves when the iteration has ended by itself. */
  async untilEnded(): Promise<void> {
    await this.ended;
  }

  private async run(batches: AsyncIterable<EventBatch>): Promise<void> {
    for await (const batch of batches) {
      this.batches.push(batch);
      for (const wake of this.waiting) wake();
      this.waiting.clear();
    }
  }
}
