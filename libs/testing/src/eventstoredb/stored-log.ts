/** What the server takes as `appended size`: the sum over one append. */
export const appendBytesMax = 1_048_576;

/** Where the first event of a fresh database begins: the server has written records of its own before. */
const firstPosition = 350n;
/** Of a record beside its texts, about as much as the server's own. */
const recordOverheadBytes = 120;
/** What lies between two appends in the server's file: commit records, indexes, epochs. */
const appendGapBytes = 64;

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare are the same on a single node. */
  readonly position: bigint;
  /** Where the next record begins. */
  readonly endPosition: bigint;
  readonly createdMs: number;
}

export type Expectation = bigint | 'any' | 'no_stream' | 'stream_exists';

export type Appended =
  | { readonly outcome: 'success'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly outcome: 'wrong-version'; readonly current: bigint | 'no_stream' }
  | { readonly outcome: 'too-big' };

/** The streams of the stand-in, in memory, with the server's rules of order and of idempotency. */
export class StoredLog {
  readonly all: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly boundaries = new Set<bigint>();
  private readonly listeners = new Set<() => void>();
  private nextPosition = firstPosition;

  constructor() {
    this.append('$$$scavenges', [systemEvent()], 'any');
  }

  stream(name: string): readonly StoredEvent[] | undefined {
    return this.streams.get(name);
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
    const verdict = judge(written, events, expected);
    if (verdict === 'wrong-version') {
      return { outcome: verdict, current: current === -1n ? 'no_stream' : current };
    }
    if (verdict !== 'write') {
      return { outcome: 'success', revision: verdict.revision, position: verdict.position };
    }
    const last = this.write(stream, written, events);
    for (const listener of this.listeners) listener();
    return {
      outcome: 'success',
      revision: last?.revision ?? (current === -1n ? 0n : current),
      position: last?.position,
    };
  }

  private write(
    stream: string,
    written: StoredEvent[],
    events: readonly ProposedEvent[],
  ): StoredEvent | undefined {
    if (events.length === 0) return undefined;
    const createdMs = Date.now();
    for (const event of events) {
      const position = this.nextPosition;
      const size =
        recordOverheadBytes + stream.length + event.type.length + event.data.length + event.metadata.length;
      this.nextPosition += BigInt(size);
      const stored = {
        ...event,
        id: event.id.toLowerCase(),
        stream,
        revision: BigInt(written.length),
        position,
        endPosition: this.nextPosition,
        createdMs,
      };
      written.push(stored);
      this.all.push(stored);
      this.boundaries.add(position).add(this.nextPosition);
    }
    this.nextPosition += BigInt(appendGapBytes);
    this.streams.set(stream, written);
    return written.at(-1);
  }
}

/** Idempotency is by id and expected revision together: `write`, refuse, or the event that the answer is about. */
function judge(
  written: readonly StoredEvent[],
  events: readonly ProposedEvent[],
  expected: Expectation,
): 'write' | 'wrong-version' | StoredEvent {
  const ids = events.map((event) => event.id.toLowerCase());
  const current = BigInt(written.length) - 1n;
  if (expected === 'any' || expected === 'stream_exists') {
    if (expected === 'stream_exists' && written.length === 0) return 'wrong-version';
    const first = written.findIndex((event) => event.id === ids[0]);
    return first === -1 ? 'write' : (repeatedAt(written, ids, first) ?? 'wrong-version');
  }
  const wanted = expected === 'no_stream' ? -1n : expected;
  if (wanted === current) return 'write';
  if (wanted > current) return 'wrong-version';
  return repeatedAt(written, ids, Number(wanted) + 1) ?? 'wrong-version';
}

function repeatedAt(
  written: readonly StoredEvent[],
  ids: readonly string[],
  first: number,
): StoredEvent | undefined {
  const same = ids.every((id, index) => written[first + index]?.id === id);
  return same ? written[first + ids.length - 1] : undefined;
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
