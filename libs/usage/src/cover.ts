import { type Resolution, bucketMs } from './resolution.js';

const weekMs = 7 * bucketMs.day;
/** Of all weeks, the first that begins at or after the epoch: a Monday, UTC. */
const firstWeekMs = Date.UTC(1970, 0, 5);

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

/** A time in whole weeks, and what is left of it at its edges. */
export interface WeeksAndRest {
  /** Epoch milliseconds, the end excluded; null: no week is whole. */
  readonly weeks: Pick<Span, 'from' | 'to'> | null;
  readonly rest: readonly Span[];
}

/** As `coveringSpans`, with whole weeks, Monday to Sunday UTC, apart. */
export function coveringWeeks(span: Span): WeeksAndRest {
  const from = firstWeekMs + Math.ceil((span.from - firstWeekMs) / weekMs) * weekMs;
  const to = firstWeekMs + Math.floor((span.to - firstWeekMs) / weekMs) * weekMs;
  if (from >= to) return { weeks: null, rest: coveringSpans(span) };
  const edges = [
    { ...span, to: from },
    { ...span, from: to },
  ];
  return { weeks: { from, to }, rest: edges.flatMap(coveringSpans) };
}
