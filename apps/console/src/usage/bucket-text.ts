import type { Bucket } from './ranges.js';

const formats = {
  minute: { hour: '2-digit', minute: '2-digit' },
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', timeZone: 'UTC' },
} as const satisfies Readonly<Record<Bucket, Intl.DateTimeFormatOptions>>;

/** When a bucket begins, in the viewer's zone; days are those of UTC, for by them is counted. */
export function bucketText(start: string, bucket: Bucket, language: string): string {
  return new Intl.DateTimeFormat(language, formats[bucket]).format(new Date(start));
}
