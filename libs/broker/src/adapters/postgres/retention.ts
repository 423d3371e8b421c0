import { sleep } from '@keyledger/platform';
import type pg from 'pg';
import { tombstoneRetentionMs } from '../../broker.js';
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
  return repeat(pool, { text: sql.deleteExpired, values: [deleteMessagesMax] }, signal);
}

/**
 * Leaves of each key of a compacted topic the newest message alone, and takes away tombstones that are old enough. It
 * looks at what has come since the last time, so it costs what was published, not what is kept.
 */
export async function compact(
  pool: pg.Pool,
  signal?: AbortSignal,
  tombstoneMs = tombstoneRetentionMs,
): Promise<void> {
  await repeat(pool, { text: sql.compact, values: [deleteMessagesMax] }, signal);
  await repeat(pool, { text: sql.deleteTombstones, values: [tombstoneMs, deleteMessagesMax] }, signal);
}

/** Until a step finds nothing; answers how many rows all of them had. */
async function repeat(pool: pg.Pool, step: pg.QueryConfig, signal?: AbortSignal): Promise<number> {
  let total = 0;
  while (signal?.aborted !== true) {
    const { rowCount } = await pool.query(step);
    if (rowCount === null || rowCount === 0) break;
    total += rowCount;
  }
  return total;
}

/** Deletes now and then until told to stop. Errors are told and the next turn tries again. */
export async function keepCleaning(
  pool: pg.Pool,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await deleteExpired(pool, signal).catch(onError);
    await compact(pool, signal).catch(onError);
    await sleep(retentionIntervalMs * (0.5 + Math.random()), signal);
  }
}
