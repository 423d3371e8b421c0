import type { RecordExpiry, RemindOfExpiry } from './commands.js';
import type { KeyEvent } from './events.js';
import { hasExpired } from './expiry.js';
import { type ExistingKey, identityOf } from './state.js';

const dayMs = 86_400_000;

/** What the passing of time brings about: recorded once, however often and by however many it is asked for. */

export function recordExpiry({ at }: RecordExpiry, key: ExistingKey): readonly KeyEvent[] {
  const { expiresAt } = key;
  if (expiresAt === null || key.expiryRecorded || !hasExpired(expiresAt, at)) return [];
  return [{ type: 'KeyExpired', data: { ...identityOf(key), expiresAt } }];
}

/**
 * Each reminder of an expiry once, and none after a later one: whoever was told "one day" need not hear "a week". Nor need
 * anybody hear of a key that has a successor.
 */
export function remindOfExpiry({ at, daysBefore }: RemindOfExpiry, key: ExistingKey): readonly KeyEvent[] {
  const { expiresAt, remindedDaysBefore, rotation } = key;
  if (expiresAt === null || rotation !== null || at < Date.parse(expiresAt) - daysBefore * dayMs) return [];
  if (remindedDaysBefore !== null && remindedDaysBefore <= daysBefore) return [];
  return [{ type: 'ExpiryReminded', data: { ...identityOf(key), expiresAt, daysBefore } }];
}
