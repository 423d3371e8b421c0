import type { ProposedEvent, StoredEvent } from './stored-event.js';

const metaPrefix = '$$';

export function metastreamOf(stream: string): string {
  return metaPrefix + stream;
}

/** The stream that a metastream is about; itself where it is none. */
export function subjectOf(stream: string): string {
  return stream.startsWith(metaPrefix) ? stream.slice(metaPrefix.length) : stream;
}

/** What the last event of the metastream says: each one replaces all that was said before. */
export interface StreamMetadata {
  readonly maxCount: number | null;
  /** Revisions below it are not read; `deletedBefore` for a stream that was deleted. */
  readonly truncateBefore: number;
}

/** 2^63 - 1, as near as a double comes. */
export const deletedBefore = Number(2n ** 63n - 1n);

export function metadataOf(metastream: readonly StoredEvent[] | undefined): StreamMetadata {
  const last = metastream?.at(-1);
  const stated = (last ? JSON.parse(Buffer.from(last.data).toString()) : {}) as Record<string, number>;
  return { maxCount: stated.$maxCount ?? null, truncateBefore: stated.$tb ?? 0 };
}

/** What is left to read. */
export function visible(
  written: readonly StoredEvent[],
  { maxCount, truncateBefore }: StreamMetadata,
): readonly StoredEvent[] {
  const first = Math.max(truncateBefore, maxCount === null ? 0 : written.length - maxCount);
  return written.slice(first);
}

export function truncationEvent(id: string, before: bigint): ProposedEvent {
  return {
    ...{ id, type: '$metadata', contentType: 'application/json', metadata: new Uint8Array() },
    data: Buffer.from(`{"$tb":${before}}`),
  };
}
