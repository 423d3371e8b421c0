import { randomUUID } from 'node:crypto';
import { type Expectation, judgeAppend, mayDelete } from './append-rules.js';
import type { ProposedEvent, StoredEvent } from './stored-event.js';
import {
  deletedBefore,
  metadataOf,
  metastreamOf,
  subjectOf,
  truncationEvent,
  visible,
} from './stream-metadata.js';

/** What the server takes as `appended size`: the sum over one append. */
export const appendBytesMax = 1_048_576;

/** Where the first event of a fresh database begins: the server has written records of its own before. */
const firstPosition = 350n;
/** Of a record beside its texts, about as much as the server's own. */
const recordOverheadBytes = 120;
/** What lies between two appends in the server's file: commit records, indexes, epochs. */
const appendGapBytes = 64;

export type Appended =
  | { readonly outcome: 'success'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly outcome: 'wrong-version'; readonly current: bigint | 'no_stream' }
  | { readonly outcome: 'too-big' }
  | { readonly outcome: 'deleted' };

export type Deleted =
  | { readonly outcome: 'success'; readonly position: bigint }
  | Extract<Appended, { outcome: 'wrong-version' | 'deleted' }>;

/** Revision of what a tombstone writes: no stream goes beyond it. */
const tombstoneRevision = 2n ** 63n - 1n;

/** The streams of the stand-in, in memory, with the server's rules of order and of idempotency. */
export class StoredLog {
  readonly all: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly tombstoned = new Set<string>();
  private readonly boundaries = new Set<bigint>();
  private readonly listeners = new Set<() => void>();
  private nextPosition = firstPosition;

  constructor() {
    this.append('$$$scavenges', [systemEvent()], 'any');
  }

  /** What can be read of a stream. */
  stream(name: string): readonly StoredEvent[] | 'not found' | 'deleted' {
    if (this.tombstoned.has(subjectOf(name))) return 'deleted';
    const written = this.streams.get(name);
    const metadata = metadataOf(this.streams.get(metastreamOf(name)));
    if (written === undefined || metadata.truncateBefore >= deletedBefore) return 'not found';
    return visible(written, metadata);
  }

  get lastPosition(): bigint {
    return this.all.at(-1)?.position ?? 0n;
  }

  /** Whether a record begins or ends here, which is what a read may start from; beyond the end is fine too. */
  isBoundary(position: bigint): boolean {
    return position === 0n || position > this.lastPosition || this.boundaries.has(position);
  }

  /** Index in `all` of the first event at this position or after it. */
  indexFrom(position: bigint): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.all[middle]?.position ?? 0n) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Told after each append, in the same turn of the event loop: before its answer is on the way. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  append(stream: string, events: readonly ProposedEvent[], expected: Expectation): Appended {
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (bytes > appendBytesMax) return { outcome: 'too-big' };
    const written = this.streams.get(stream) ?? [];
    const current = BigInt(written.length) - 1n;
    const wasDeleted = this.isDeleted(stream);
    if (this.tombstoned.has(subjectOf(stream)) || (wasDeleted && expected === 'stream_exists')) {
      return { outcome: 'deleted' };
    }
    // A deleted stream may be begun again, or gone on with; its revisions go on in either case.
    const reopened = wasDeleted && expected === 'no_stream' ? current : expected;
    const verdict = judgeAppend(
      written,
      events.map(({ id }) => id),
      reopened,
    );
    if (verdict === 'wrong-version') return wrongVersion(written);
    if (verdict !== 'write') {
      return { outcome: 'success', revision: verdict.revision, position: verdict.position };
    }
    if (wasDeleted) this.truncate(stream, current + 1n);
    const last = this.write(stream, written, events);
    for (const listener of this.listeners) listener();
    return {
      outcome: 'success',
      revision: last?.revision ?? (current === -1n ? 0n : current),
      position: last?.position,
    };
  }

  /** It is not found any more, until it is written to again. Its events stay in $all. */
  delete(stream: string, expected: Expectation): Deleted {
    if (this.tombstoned.has(stream)) return { outcome: 'deleted' };
    const written = this.isDeleted(stream) ? [] : (this.streams.get(stream) ?? []);
    if (!mayDelete(written, expected)) return wrongVersion(written);
    return { outcome: 'success', position: this.truncate(stream, tombstoneRevision) };
  }

  /** For ever. Of a missing stream, too. */
  tombstone(stream: string, expected: Expectation): Deleted {
    if (this.tombstoned.has(stream)) return { outcome: 'deleted' };
    const written = this.streams.get(stream) ?? [];
    if (expected !== 'any' && !mayDelete(written, expected)) return wrongVersion(written);
    const end = { id: randomUUID(), type: '$streamDeleted', contentType: 'application/octet-stream' };
    const event = { ...end, data: new Uint8Array(), metadata: new Uint8Array() };
    const last = this.store(stream, event, tombstoneRevision, Date.now());
    this.tombstoned.add(stream);
    for (const listener of this.listeners) listener();
    return { outcome: 'success', position: last.position };
  }

  private isDeleted(stream: string): boolean {
    return metadataOf(this.streams.get(metastreamOf(stream))).truncateBefore >= deletedBefore;
  }

  private truncate(stream: string, before: bigint): bigint {
    const metastream = metastreamOf(stream);
    const written = this.streams.get(metastream) ?? [];
    const last = this.write(metastream, written, [truncationEvent(randomUUID(), before)]);
    for (const listener of this.listeners) listener();
    return last?.position ?? 0n;
  }

  private write(
    stream: string,
    written: StoredEvent[],
    events: readonly ProposedEvent[],
  ): StoredEvent | undefined {
    if (events.length === 0) return undefined;
    const createdMs = Date.now();
    for (const event of events) written.push(this.store(stream, event, BigInt(written.length), createdMs));
    this.nextPosition += BigInt(appendGapBytes);
    this.streams.set(stream, written);
    return written.at(-1);
  }

  private store(stream: string, event: ProposedEvent, revision: bigint, createdMs: number): StoredEvent {
    const position = this.nextPosition;
    const size =
      recordOverheadBytes + stream.length + event.type.length + event.data.length + event.metadata.length;
    this.nextPosition += BigInt(size);
    const endPosition = this.nextPosition;
    const stored = {
      ...event,
      id: event.id.toLowerCase(),
      stream,
      revision,
      position,
      endPosition,
      createdMs,
    };
    this.all.push(stored);
    this.boundaries.add(position).add(endPosition);
    return stored;
  }
}

function wrongVersion(written: readonly StoredEvent[]): Extract<Appended, { outcome: 'wrong-version' }> {
  const current = BigInt(written.length) - 1n;
  return { outcome: 'wrong-version', current: current === -1n ? 'no_stream' : current };
}

function systemEvent(): ProposedEvent {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    type: '$metadata',
    contentType: 'application/json',
    data: Buffer.from('{"$maxCount":1}'),
    metadata: new Uint8Array(),
  };
}
