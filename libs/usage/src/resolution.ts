/** How long the buckets are that requests are counted in, the finest first. */
export const resolutions = ['minute', 'hour', 'day'] as const;
export type Resolution = (typeof resolutions)[number];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const bucketMs: Readonly<Record<Resolution, number>> = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
};

/** For how long counts of a resolution are kept at least. */
export const keptMs: Readonly<Record<Resolution, number>> = {
  minute: 2 * dayMs,
  hour: 90 * dayMs,
  day: 2 * 365 * dayMs,
};

const untilMinute = '2026-11-21T08:15'.length;
const untilHour = '2026-11-21T08'.length;
const untilDay = '2026-11-21'.length;

/** Start of the UTC bucket that a time is in; both ISO 8601 UTC with milliseconds. */
export function bucketOf(resolution: Resolution, time: string): string {
  switch (resolution) {
    case 'minute':
      return `${time.slice(0, untilMinute)}:00.000Z`;
    case 'hour':
      return `${time.slice(0, untilHour)}:00:00.000Z`;
    case 'day':
      return `${time.slice(0, untilDay)}T00:00:00.000Z`;
  }
}
