import { WakeSignal, sleep } from '@keyledger/platform';
import { Adopted } from './adopted.js';
import { Dropped } from './dropped.js';
import { type RecordedEvent, eventOf, messageOf, timeOf } from './recorded-event.js';
import type { SegmentReader, SpooledLines } from './spool/segment-reader.js';
import { type Place, isBehind } from './spool/segment-files.js';
import { encodeFrame } from './spool/frame.js';
import type { Spool } from './spool/spool.js';
import type { StubbornPublisher } from './stubborn-publisher.js';
import { type Chunk, WaitingEvents } from './waiting-events.js';

export interface OutboxParts {
  /** Null: there is no disk to keep anything on. */
  readonly spool: Spool | null;
  readonly publisher: Pick<StubbornPublisher, 'publish'>;
  readonly clock: { now(): number };
  /** Events older than this, in ms, are dropped when they are read from disk. */
  readonly ageMsMax: number;
  /** Told of what goes wrong with the disk. */
  readonly onError: (error: unknown) => void;
}

/** Events of one publication. */
export const publicationEventsMax = 500;
/** Beyond that, what is on disk is read from there when its turn comes. */
export const memoryEventsMax = 5_000;
/** The same where no disk takes them. */
export const memoryAloneEventsMax = 50_000;
/** Events wait so long for others to share their publication. */
const lingerMsMax = 75;
/** How often it is looked whether somebody has died and left something. */
const adoptEveryMs = 10_000;
/** How long `stop` tries to bring out what waits. */
export const stopMsMax = 5_000;

/** Events that are on disk alone, and who reads them. */
interface Spilled {
  count: number;
  /** Behind the last of them. */
  end: Place;
  readonly reader: SegmentReader;
}

type Write = { readonly place: Place } | { readonly refused: 'spool-full' | 'memory-full' };

/**
 * What was recorded, on its way to the broker: written to disk, then published in order, one publication at a time. What
 * waits is in memory while that is little, and on disk alone when the broker is away; both in turn, never mixed.
 */
export class Outbox {
  readonly dropped = new Dropped();
  private readonly memory = new WaitingEvents();
  private readonly adopted: Adopted;
  private readonly wake = new WakeSignal();
  private readonly stopping = new AbortController();
  private done: Promise<void> = Promise.resolve();
  /** Behind those in memory. */
  private spilled: Spilled | null = null;
  private inHand: Chunk | null = null;
  private lastWriteFailed = false;
  private publishedCount = 0;
  private idle: (() => void)[] = [];

  constructor(private readonly parts: OutboxParts) {
    this.adopted = new Adopted(parts.spool, parts.onError);
  }

  /** Begins to publish; not before the topic is there. */
  start(): void {
    this.done = this.run();
  }

  /** Events that wait, but for those of others that have died. */
  get waiting(): number {
    return (this.inHand?.events.length ?? 0) + this.memory.size + (this.spilled?.count ?? 0);
  }

  /** Events of this process that the broker has. */
  get published(): number {
    return this.publishedCount;
  }

  /** Of the spool's files. */
  get bytes(): number {
    return this.parts.spool?.bytes ?? 0;
  }

  /** Whether what is recorded now survives the process. */
  get isDurable(): boolean {
    return this.parts.spool !== null && !this.lastWriteFailed;
  }

  /** How long the oldest event that is to be published next has waited, in ms. */
  get oldestAgeMs(): number {
    const [oldest] = this.inHand?.events ?? [];
    return oldest === undefined ? 0 : Math.max(0, this.parts.clock.now() - Date.parse(timeOf(oldest)));
  }

  /** Resolves when the events are on disk, where there is one. Never rejects; one call at a time. */
  async put(batches: readonly (readonly RecordedEvent[])[]): Promise<void> {
    const chunks = batches.map((events) => ({ events, lines: events.map((event) => JSON.stringify(event)) }));
    const frames = chunks.map(({ lines }) => encodeFrame(lines));
    const written = await this.write(Buffer.concat(frames));
    let place = 'place' in written ? startOf(written.place, frames) : null;
    for (const [index, chunk] of chunks.entries()) {
      const start = place;
      if (place !== null) {
        place = { segment: place.segment, offset: place.offset + (frames[index]?.length ?? 0) };
      }
      this.place({ ...chunk, place }, start, 'refused' in written ? written.refused : 'memory-full');
    }
    this.wake.wake();
  }

  /** Resolves when everything that has been put is published or dropped; waits out outages. */
  async flush(): Promise<void> {
    if (this.waiting > 0) {
      await new Promise<void>((resolve) => {
        this.idle.push(resolve);
        this.wake.wake();
      });
    }
    await this.parts.spool?.keepAcknowledged().catch(this.parts.onError);
  }

  /** Publishes what waits, for `msMax` at most. What is on disk stays there for the next process, the rest is dropped. */
  async stop(msMax = stopMsMax): Promise<void> {
    const flushed = new AbortController();
    await Promise.race([this.flush(), sleep(msMax, flushed.signal)]);
    flushed.abort();
    this.stopping.abort();
    await this.done;
    const lost = this.memory.inMemoryAlone + (this.inHand?.place === null ? this.inHand.events.length : 0);
    this.dropped.add('shutdown', lost);
    await this.parts.spool?.close(this.waiting === 0 && this.adopted.isEmpty).catch(this.parts.onError);
  }

  private async write(frames: Uint8Array): Promise<Write> {
    const { spool, onError } = this.parts;
    if (spool === null) return { refused: 'memory-full' };
    try {
      const place = await spool.append(frames);
      this.lastWriteFailed = false;
      return place === null ? { refused: 'spool-full' } : { place };
    } catch (error) {
      this.lastWriteFailed = true;
      onError(error);
      return { refused: 'memory-full' };
    }
  }

  private place(chunk: Chunk, start: Place | null, refused: 'spool-full' | 'memory-full'): void {
    const { spool } = this.parts;
    const events = chunk.events.length;
    const most = chunk.place === null ? memoryAloneEventsMax : memoryEventsMax;
    if (this.spilled === null && this.memory.size + events <= most) this.memory.add(chunk);
    else if (spool === null || start === null || chunk.place === null) this.dropped.add(refused, events);
    else {
      this.spilled ??= { count: 0, end: start, reader: spool.readFrom(start) };
      this.spilled.count += events;
      this.spilled.end = chunk.place;
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let adoptAt = 0;
    while (!signal.aborted) {
      if (performance.now() >= adoptAt) {
        await this.adopted.lookAround();
        adoptAt = performance.now() + adoptEveryMs;
      }
      const published = await this.publishOwn(signal);
      const others = await this.publishAdopted(signal);
      if (published || others) continue;
      this.releaseIdle();
      await this.wake.wait(adoptEveryMs, signal);
      if (this.memory.size < publicationEventsMax && this.idle.length === 0) await this.linger(signal);
    }
    this.releaseIdle();
  }

  /** Until there is enough for a publication, or somebody is waiting for it. */
  private async linger(signal: AbortSignal): Promise<void> {
    const until = performance.now() + lingerMsMax;
    for (let ms = lingerMsMax; ms > 0; ms = until - performance.now()) {
      await this.wake.wait(ms, signal);
      if (signal.aborted || this.idle.length > 0 || this.memory.size >= publicationEventsMax) return;
    }
  }

  private releaseIdle(): void {
    if (this.waiting > 0 && !this.stopping.signal.aborted) return;
    for (const release of this.idle.splice(0)) release();
  }

  /** False: there was nothing. */
  private async publishOwn(signal: AbortSignal): Promise<boolean> {
    this.inHand = this.memory.take(publicationEventsMax) ?? (await this.takeSpilled());
    if (this.inHand === null) return this.spilled !== null;
    const { place, events } = this.inHand;
    if (!(await this.publish(this.inHand, signal))) return false;
    this.publishedCount += events.length;
    if (place !== null) await this.parts.spool?.acknowledge(place).catch(this.parts.onError);
    this.inHand = null;
    return true;
  }

  private async takeSpilled(): Promise<Chunk | null> {
    const { spilled } = this;
    if (spilled === null) return null;
    const { end } = spilled;
    const read = await spilled.reader.next(publicationEventsMax, end).catch(this.parts.onError);
    if (read) {
      spilled.count = Math.max(0, spilled.count - read.lines.length);
      if (!isBehind(spilled.end, read.place)) this.spilled = null;
      return this.readable(read);
    }
    if (end !== spilled.end) return null; // more has come since, and is read next
    this.dropped.add('unreadable', spilled.count);
    this.spilled = null;
    return null;
  }

  /** False: there was nothing. */
  private async publishAdopted(signal: AbortSignal): Promise<boolean> {
    const read = await this.adopted.next(publicationEventsMax);
    if (read === null) return false;
    if (!(await this.publish(this.readable(read), signal))) return false;
    await this.adopted.acknowledge(read.place);
    return true;
  }

  /** False: the process has to end, and the broker may not have them. */
  private async publish({ events, lines }: Chunk, signal: AbortSignal): Promise<boolean> {
    if (events.length === 0) return true;
    const messages = events.map((event, index) => messageOf(event, lines[index] ?? ''));
    const outcome = await this.parts.publisher.publish(messages, signal);
    if (outcome === 'rejected') this.dropped.add('rejected', messages.length);
    return outcome !== 'stopped';
  }

  /** Without what is too old, or no event. */
  private readable({ lines, place }: SpooledLines): Chunk {
    const oldest = new Date(this.parts.clock.now() - this.parts.ageMsMax).toISOString();
    const kept: { readonly event: RecordedEvent; readonly line: string }[] = [];
    for (const line of lines) {
      const event = eventOf(line);
      if (event === null) this.dropped.add('unreadable', 1);
      else if (timeOf(event) < oldest) this.dropped.add('too-old', 1);
      else kept.push({ event, line });
    }
    return { events: kept.map(({ event }) => event), lines: kept.map(({ line }) => line), place };
  }
}

/** Where frames begin that end at a place. */
function startOf({ segment, offset }: Place, frames: readonly Uint8Array[]): Place {
  return { segment, offset: frames.reduce((start, { length }) => start - length, offset) };
}
