import type { RecordedEvent } from './recorded-event.js';
import type { Place } from './spool/segment-files.js';

/** Events in their order, and what they are as JSON. */
export interface Chunk {
  readonly events: readonly RecordedEvent[];
  readonly lines: readonly string[];
  /** On disk, behind the last of them; null: in memory alone. */
  readonly place: Place | null;
}

/** Chunks in memory, first in, first out; taking one out moves none of the others. */
export class WaitingEvents {
  private chunks: Chunk[] = [];
  private first = 0;
  private count = 0;

  /** Events. */
  get size(): number {
    return this.count;
  }

  /** Events of which no disk has a copy. */
  get inMemoryAlone(): number {
    return this.chunks
      .slice(this.first)
      .reduce((sum, { place, events }) => (place === null ? sum + events.length : sum), 0);
  }

  add(chunk: Chunk): void {
    this.chunks.push(chunk);
    this.count += chunk.events.length;
  }

  /** The oldest chunks with so many events together, one chunk at least, as one; null: there is none. */
  take(eventsMax: number): Chunk | null {
    const taken: Chunk[] = [];
    let events = 0;
    for (let next = this.chunks[this.first]; next !== undefined; next = this.chunks[this.first]) {
      if (taken.length > 0 && events + next.events.length > eventsMax) break;
      taken.push(next);
      events += next.events.length;
      this.first += 1;
    }
    this.count -= events;
    this.forgetTaken();
    return taken.length === 0 ? null : joined(taken);
  }

  private forgetTaken(): void {
    if (this.first < this.chunks.length / 2) return;
    this.chunks = this.chunks.slice(this.first);
    this.first = 0;
  }
}

function joined(chunks: readonly Chunk[]): Chunk {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  return {
    events: chunks.flatMap(({ events }) => events),
    lines: chunks.flatMap(({ lines }) => lines),
    // Of those that have one: what comes behind it in memory alone is not on disk anyway.
    place: chunks.findLast(({ place }) => place !== null)?.place ?? null,
  };
}
