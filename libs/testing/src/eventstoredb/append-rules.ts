import type { StoredEvent } from './stored-event.js';

export type Expectation = bigint | 'any' | 'no_stream' | 'stream_exists';

/** Idempotency is by id and expected revision together: `write`, refuse, or the event that the answer is about. */
export function judgeAppend(
  written: readonly StoredEvent[],
  eventIds: readonly string[],
  expected: Expectation,
): 'write' | 'wrong-version' | StoredEvent {
  const ids = eventIds.map((id) => id.toLowerCase());
  const current = BigInt(written.length) - 1n;
  if (expected === 'any' || expected === 'stream_exists') {
    if (expected === 'stream_exists' && written.length === 0) return 'wrong-version';
    const first = written.findIndex((event) => event.id === ids[0]);
    return first === -1 ? 'write' : (repeatedAt(written, ids, first) ?? 'wrong-version');
  }
  const wanted = revisionOf(expected);
  if (wanted === current) return 'write';
  if (wanted > current) return 'wrong-version';
  return repeatedAt(written, ids, Number(wanted) + 1) ?? 'wrong-version';
}

/** Whether a stream may be deleted: here `any` demands that there is one. */
export function mayDelete(written: readonly StoredEvent[], expected: Expectation): boolean {
  const current = BigInt(written.length) - 1n;
  if (expected === 'any' || expected === 'stream_exists') return current >= 0n;
  return revisionOf(expected) === current;
}

function revisionOf(expected: bigint | 'no_stream'): bigint {
  return expected === 'no_stream' ? -1n : expected;
}

function repeatedAt(
  written: readonly StoredEvent[],
  ids: readonly string[],
  first: number,
): StoredEvent | undefined {
  const same = ids.every((id, index) => written[first + index]?.id === id);
  return same ? written[first + ids.length - 1] : undefined;
}
