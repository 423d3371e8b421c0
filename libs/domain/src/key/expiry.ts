import { type Refusal, refuse } from '../refusal.js';
import { quoted } from '../text/quoted.js';

const instantText =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The last instant whose year has four digits: later ones are not ISO 8601 that everybody reads. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Epoch milliseconds of an instant in ISO 8601 with an offset or Z (RFC 3339, seconds optional); digits past the
 * milliseconds are cut off. Null when it is not one, or names a day that its month does not have.
 */
export function parseInstant(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  const [, year, month, day] = instantText.exec(text) ?? [];
  if (year === undefined || !isCalendarDay(Number(year), Number(month), Number(day))) return null;
  const instantMs = Date.parse(text);
  return Number.isNaN(instantMs) || instantMs > latestMs ? null : instantMs;
}

/** The expiry as it is recorded, ISO 8601 in UTC with milliseconds; it has to be after `at` (epoch milliseconds). */
export function checkExpiry(expiresAt: unknown, at: number): string | null | Refusal {
  if (expiresAt === null) return null;
  const instantMs = parseInstant(expiresAt);
  if (instantMs === null)
    return refuse('INVALID_EXPIRY', `${quoted(expiresAt)} is not an instant in ISO 8601.`);
  if (!(instantMs > at)) return refuse('INVALID_EXPIRY', `${quoted(expiresAt)} is not in the future.`);
  return new Date(instantMs).toISOString();
}

/** A key is good before its expiry and no longer good at it. */
export function hasExpired(expiresAt: string | null, at: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= at;
}

/** `Date.parse` takes 30 February for 2 March. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
