const durationText =
  /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/** Weeks, days, hours, minutes, seconds: units that are always equally long; a month or a year is not. */
const unitsMs = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/** Milliseconds of an ISO 8601 duration in whole numbers of such units; null: it is none. */
export function fixedDurationMsOf(text: unknown): number | null {
  const [, ...counts] = (typeof text === 'string' && durationText.exec(text)) || [];
  if (counts.length === 0) return null;
  return unitsMs.reduce((sum, unitMs, at) => sum + unitMs * Number(counts[at] ?? 0), 0);
}
