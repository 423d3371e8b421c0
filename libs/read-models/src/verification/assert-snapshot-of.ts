import type { EventLog } from '@keyledger/event-log';
import type pg from 'pg';
import { assertSameLog, findCheckpoint } from '../projection-runner/checkpoint.js';
import { verification } from './projection.js';

/**
 * Rows that were folded from one log must not be gone on from with the events of another: changes in between would be
 * missed without a word.
 *
 * @throws LogMismatchError
 */
export async function assertSnapshotOf(log: EventLog, pool: pg.Pool): Promise<void> {
  const checkpoint = await findCheckpoint(pool, verification);
  if (checkpoint !== null) await assertSameLog(log, verification, checkpoint);
}
