import type { Bucket } from './ranges.js';

const formats = {
  minute: { hour: '2-digit', minute: '2-digit' },
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', timeZone: 'UTC' },
} as const satisfies Readonly<Record<Bucket, Intl.DateTimeFormatOptions>>;

/** When a bucket begins, in the viewer's zone; days are those of UTC, for by them is counted. Nothing for what is no time. */
export function bucketText(start: string, bucket: Bucket, language: string): string {
  if (Number.isNaN(Date.parse(start))) return ''; // charts ask for the label of no bucket, too
  return new Intl.DateTimeFormat(language, formats[bucket]).format(new Date(start));
}
