import { randomUUID } from 'node:crypto';
import { keyStream } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';

/** For tests: keys that the auditor finds in the log; no projector runs that would make rows of them. */
export async function givenKeys(log: EventLog, keyIds: readonly string[]): Promise<void> {
  for (const keyId of keyIds) {
    const event = { id: randomUUID(), type: 'KeyCreated', data: { keyId }, metadata: {} };
    await log.append(keyStream(keyId), [event], 'any');
  }
}

/** Of the series that the tests send. */
export const keyIds = Array.from({ length: 7 }, (_, n) => `key_${n}`);

const hourMs = 60 * 60 * 1_000;
/** A full hour, some time ago: whatever is counted of it is kept, whenever the housekeeping comes. */
export const seriesStartMs = Math.floor(Date.now() / hourMs - 12) * hourMs;

/** All that the tests send. */
export const whole = {
  from: new Date(seriesStartMs - hourMs).toISOString(),
  to: new Date(seriesStartMs + 24 * hourMs).toISOString(),
  resolution: 'hour',
  limit: 10_000,
} as const;
