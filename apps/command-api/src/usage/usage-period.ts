import { type Refusal, refuse } from '@keyledger/domain';
import { bucketMs, keptMs, type Resolution, type Span } from '@keyledger/usage';

/** As asked for; epoch milliseconds. */
export interface AskedPeriod {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly bucket?: Resolution | undefined;
}

const dayMs = 86_400_000;

const defaultLengthMs: Readonly<Record<Resolution, number>> = {
  minute: dayMs / 4,
  hour: 7 * dayMs,
  day: 90 * dayMs,
};

/** How many buckets there may be: every minute, hour or day that is kept of a key; fewer where many keys add up. */
export const keyBucketsMax = 3_000;
export const accountBucketsMax = 750;

/**
 * Whole buckets for what was asked: from the one that `from` is in, up to the last that begins before `to`. Without a
 * bucket: hours, where that can be answered.
 */
export function periodOf(asked: AskedPeriod, now: number, bucketsMax: number): Span | Refusal {
  const to = asked.to ?? now;
  if (asked.from !== undefined && asked.from >= to) {
    return refuse('INVALID_PERIOD', '`from` has to be before `to`.');
  }
  const wholeSpan = (resolution: Resolution) =>
    whole({ resolution, from: asked.from ?? to - defaultLengthMs[resolution], to });
  if (asked.bucket === undefined) {
    const hours = wholeSpan('hour');
    return isAnswerable(hours, now, bucketsMax) ? hours : wholeSpan('day');
  }
  const span = wholeSpan(asked.bucket);
  if (isAnswerable(span, now, bucketsMax)) return span;
  const days = keptMs[asked.bucket] / dayMs;
  return refuse(
    'BUCKET_TOO_FINE',
    `Counts by the ${asked.bucket} are kept for ${days} days, and at most ${bucketsMax} of them answered at once.`,
  );
}

/** Days are what there is, so whoever asks for more of them than are kept is answered with those. */
function isAnswerable({ resolution, from, to }: Span, now: number, bucketsMax: number): boolean {
  if (resolution === 'day') return true;
  const size = bucketMs[resolution];
  return from >= now - keptMs[resolution] - size && to - from <= bucketsMax * size;
}

function whole({ resolution, from, to }: Span): Span {
  const size = bucketMs[resolution];
  return {
    resolution,
    from: Math.max(0, Math.floor(from / size) * size),
    to: Math.ceil(to / size) * size,
  };
}
