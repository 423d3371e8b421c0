const relativeSteps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const;

/** In the viewer's zone, to the minute or second. */
export function localText(instant: string, language: string, seconds = false): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: seconds ? 'medium' : 'short',
  }).format(new Date(instant));
}

export function utcText(instant: string): string {
  return `${new Date(instant).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** `3 hours ago`, `in 2 days`. */
export function relativeText(instant: string, nowMs: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  let amount = (Date.parse(instant) - nowMs) / 1000;
  for (const [unit, size] of relativeSteps) {
    if (Math.abs(amount) < size) return format.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return instant;
}

/** `Europe/Rome (GMT+1)`. */
export function timeZoneText(language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZoneName: 'shortOffset' }).formatToParts();
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${Intl.DateTimeFormat().resolvedOptions().timeZone} (${offset})`;
}
