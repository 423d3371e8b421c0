import { setImmediate } from 'node:timers/promises';
import { type AppendRequest, appendRequest } from '../../append-request.js';
import {
  AppendOutcomeUnknown,
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
import { type PagedLog, followLog } from '../../follow-log.js';

/**
 * The log in the memory of one process: for tests and simulations. Every call takes a turn of the event loop, as a
 * call to a server would, and `goDown` is the outage that a server would have.
 */
export class MemoryEventLog implements EventLog {
  readonly readsWhenAsked = true;
  private readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly ids = new Set<string>();
  private readonly wakers = new Set<() => void>();
  private readonly closing = new AbortController();
  private down = false;
  private answersToLose = 0;

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const request = appendRequest(stream, events, expected);
    await this.reach();
    const result = this.write(request);
    if (this.answersToLose > 0) {
      this.answersToLose--;
      throw new AppendOutcomeUnknown('The answer to the append was lost.');
    }
    return result;
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    await this.reach();
    return (this.streams.get(stream) ?? []).slice(fromRevision);
  }

  async readAll(after: Position, eventsMax: number): Promise<readonly RecordedEvent[]> {
    await this.reach();
    const start = Number(after); // positions count from 1 without a hole
    return this.events.slice(start, start + eventsMax);
  }

  async readAt(position: Position): Promise<RecordedEvent | undefined> {
    await this.reach();
    return this.events[Number(position) - 1];
  }

  async *subscribe(after: Position, options: SubscribeOptions): AsyncGenerator<EventBatch, void, undefined> {
    this.assertOpen();
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    yield* followLog(this.paged, after, { ...options, signal });
  }

  async hasEventsAfter(position: Position): Promise<boolean> {
    await this.reach();
    return BigInt(this.events.length) > position;
  }

  async close(): Promise<void> {
    this.closing.abort();
  }

  /** From now on everything rejects with `EventLogUnavailable`, and subscriptions wait. */
  goDown(): void {
    this.down = true;
  }

  comeUp(): void {
    this.down = false;
    this.wakeAll();
  }

  /** The next appends take effect, but their callers are told `AppendOutcomeUnknown`. */
  loseAnswers(count: number): void {
    this.answersToLose = count;
  }

  /** How many subscriptions are being followed: a consumer that stops iterating must not stay behind. */
  get subscriptionCount(): number {
    return this.wakers.size;
  }

  private readonly paged: PagedLog = {
    readAll: (after, eventsMax) => this.readAll(after, eventsMax),
    lastPosition: async () => {
      await this.reach();
      return BigInt(this.events.length);
    },
    onWake: (wake) => {
      this.wakers.add(wake);
      return () => this.wakers.delete(wake);
    },
    onOutage: () => undefined,
  };

  private async reach(): Promise<void> {
    await setImmediate();
    this.assertOpen();
    if (this.down) throw new EventLogUnavailable('The log is down.');
  }

  private write(request: AppendRequest): AppendResult {
    const written = this.streams.get(request.stream) ?? [];
    const first = firstRevision(request, written);
    if (first !== written.length) return repeated(request, written, first);
    const reused = request.ids.find((id) => this.ids.has(id));
    if (reused !== undefined) throw new Error(`The event id ${reused} is in the log already.`);
    const events = request.ids.map((id, index) => this.recorded(request, { id, index, first }));
    this.streams.set(request.stream, [...written, ...events]);
    this.events.push(...events);
    for (const id of request.ids) this.ids.add(id);
    this.wakeAll();
    return { outcome: 'appended', position: BigInt(this.events.length), revision: first + events.length - 1 };
  }

  private recorded(
    { stream, types, data, metadata }: AppendRequest,
    { id, index, first }: { id: string; index: number; first: number },
  ): RecordedEvent {
    return {
      id,
      stream,
      revision: first + index,
      position: BigInt(this.events.length + index + 1),
      type: types[index] ?? '',
      data: JSON.parse(data[index] ?? '{}') as RecordedEvent['data'],
      metadata: JSON.parse(metadata[index] ?? '{}') as RecordedEvent['metadata'],
    };
  }

  private assertOpen(): void {
    if (this.closing.signal.aborted) throw new EventLogUnavailable('The log is closed.');
  }

  private wakeAll(): void {
    for (const wake of this.wakers) wake();
  }
}

/** Where the append would begin, or began when it was made the first time. */
function firstRevision({ expected, ids }: AppendRequest, written: readonly RecordedEvent[]): number {
  if (expected === 'no-stream') return 0;
  if (expected !== 'any') return expected + 1;
  const repeatedAt = written.findIndex((event) => event.id === ids[0]);
  return repeatedAt === -1 ? written.length : repeatedAt;
}

function repeated({ ids }: AppendRequest, written: readonly RecordedEvent[], first: number): AppendResult {
  const last = written[first + ids.length - 1];
  const same = ids.every((id, index) => written[first + index]?.id === id);
  if (same && last) return { outcome: 'appended', position: last.position, revision: last.revision };
  return { outcome: 'wrong-revision', actual: written.length - 1 };
}
