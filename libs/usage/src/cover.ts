import { type Resolution, bucketMs } from './resolution.js';

/** Whole buckets of one resolution; epoch milliseconds, the end excluded. */
export interface Span {
  readonly resolution: Resolution;
  readonly from: number;
  readonly to: number;
}

const coarser: Readonly<Record<Resolution, Resolution | null>> = { minute: 'hour', hour: 'day', day: null };

/**
 * The same time in as few buckets as there can be: days where days are whole, hours at their edges, minutes at theirs.
 * Every request is counted at each resolution, so what they add up to is the same.
 *
 * @param span of whole buckets
 */
export function coveringSpans(span: Span): readonly Span[] {
  const { resolution, from, to } = span;
  const next = coarser[resolution];
  if (from >= to) return [];
  if (next === null) return [span];
  const first = Math.ceil(from / bucketMs[next]) * bucketMs[next];
  const last = Math.floor(to / bucketMs[next]) * bucketMs[next];
  if (first >= last) return [span];
  const edges = [
    { resolution, from, to: first },
    { resolution, from: last, to },
  ].filter((edge) => edge.from < edge.to);
  return [...edges, ...coveringSpans({ resolution: next, from: first, to: last })];
}
