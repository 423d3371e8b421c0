import type { RecordExpiry, RemindOfDisuse, RemindOfExpiry, RemindOfRotation } from './commands.js';
import type { KeyEvent } from './events.js';
import { hasExpired } from './expiry.js';
import { isRotationDue, rotationDueAfterMs } from './rotation-due.js';
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

/** Once in the life of a key: its successor is another one. */
export function remindOfRotation({ at }: RemindOfRotation, key: ExistingKey): readonly KeyEvent[] {
  const { createdAt, rotation } = key;
  const successorId = rotation?.successorId ?? null;
  if (key.rotationReminded || !isRotationDue({ isLive: true, createdAt, successorId }, at)) return [];
  const daysOld = rotationDueAfterMs / dayMs;
  return [{ type: 'RotationReminded', data: { ...identityOf(key), createdAt, daysOld } }];
}

/** A key that nobody has used for so long may be one that nobody needs. */
export const disuseAfterMs = 90 * dayMs;

/** Once for each time that it falls into disuse. */
export function remindOfDisuse({ at, lastUsedAt }: RemindOfDisuse, key: ExistingKey): readonly KeyEvent[] {
  const since = Date.parse(lastUsedAt ?? key.createdAt);
  const { disuseRemindedSince, rotation } = key;
  if (rotation !== null || at - since < disuseAfterMs) return [];
  if (disuseRemindedSince !== null && since <= Date.parse(disuseRemindedSince)) return [];
  const unusedDays = disuseAfterMs / dayMs;
  return [{ type: 'DisuseReminded', data: { ...identityOf(key), lastUsedAt, unusedDays } }];
}
