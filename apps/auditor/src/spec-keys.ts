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
