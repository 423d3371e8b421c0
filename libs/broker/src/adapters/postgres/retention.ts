import { sleep } from '@keyledger/platform';
import type pg from 'pg';
import * as sql from './statements.js';

export const retentionIntervalMs = 60_000;
/** Most messages deleted per partition and statement, so that none holds its locks for long. */
export const deleteMessagesMax = 5_000;

/**
 * Deletes what is past its topic's retention, in bounded steps; answers how many messages that was. Dropping whole
 * table partitions would be cheaper per message, but every topic has a retention of its own and the embedded broker
 * serves one machine's traffic, where a step takes milliseconds and autovacuum keeps up; a deployment that outgrows
 * it uses Kafka. Any number of processes may run this at once: rows that one has deleted are no rows to the other.
 */
export async function deleteExpired(pool: pg.Pool, signal?: AbortSignal): Promise<number> {
  let total = 0;
  while (signal?.aborted !== true) {
    const { rowCount } = await pool.query(sql.deleteExpired, [deleteMessagesMax]);
    if (rowCount === null || rowCount === 0) break;
    total += rowCount;
  }
  return total;
}

/** Deletes now and then until told to stop. Errors are told and the next turn tries again. */
export async function keepDeletingExpired(
  pool: pg.Pool,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await deleteExpired(pool, signal).catch(onError);
    await sleep(retentionIntervalMs * (0.5 + Math.random()), signal);
  }
}
