import type { Schemas } from '../api/client.js';

export type Bucket = Schemas['KeyUsage']['bucket'];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const bucketMs: Readonly<Record<Bucket, number>> = { minute: minuteMs, hour: hourMs, day: dayMs };

interface Range {
  readonly lengthMs: number;
  readonly bucket: Bucket;
  /** How often the numbers are asked for again. */
  readonly refreshMs: number;
}

/** How far back one may look, each by what makes a chart that can be read. The API keeps minutes for two days, hours for 90. */
export const ranges = {
  '1h': { lengthMs: hourMs, bucket: 'minute', refreshMs: 5_000 },
  '6h': { lengthMs: 6 * hourMs, bucket: 'minute', refreshMs: 10_000 },
  '24h': { lengthMs: dayMs, bucket: 'hour', refreshMs: 10_000 },
  '7d': { lengthMs: 7 * dayMs, bucket: 'hour', refreshMs: 30_000 },
  '30d': { lengthMs: 30 * dayMs, bucket: 'day', refreshMs: 30_000 },
  '90d': { lengthMs: 90 * dayMs, bucket: 'day', refreshMs: 30_000 },
} as const satisfies Readonly<Record<string, Range>>;

export type RangeId = keyof typeof ranges;

export const rangeIds = Object.keys(ranges) as readonly RangeId[];
export const defaultRange: RangeId = '24h';

export function rangeOf(given: unknown): RangeId | undefined {
  return rangeIds.find((id) => id === given);
}

export interface Period {
  /** ISO 8601, both at the start of a bucket. */
  readonly from: string;
  readonly to: string;
  readonly bucket: Bucket;
}

/** Whole buckets, the last one being the one that `nowMs` is in. */
export function periodOf(id: RangeId, nowMs: number): Period {
  const { lengthMs, bucket } = ranges[id];
  const size = bucketMs[bucket];
  const to = (Math.floor(nowMs / size) + 1) * size;
  return { from: new Date(to - lengthMs).toISOString(), to: new Date(to).toISOString(), bucket };
}
