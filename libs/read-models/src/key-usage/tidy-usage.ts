import type pg from 'pg';
import { partitionedCounts, type PartitionedCounts, partitionMs } from './rollup-tables.js';

/** Partitions are there so long before they are needed. */
const aheadMs = 2 * 86_400_000;
/** Whoever waits for a lock makes all after it wait: better to give up and come again. */
const lockMsMax = 2_000;
/** Requests that are shown one by one are no older than this. */
const activityKeptMs = 90 * 86_400_000;

const epochOfPartitionsMs = Date.UTC(2001, 0, 1);

/**
 * Makes partitions for what is kept and what comes next, drops those that are past their time, and what is too old for
 * any. Each step is a transaction of its own and may be done by any number at once. Rejects on the first that fails; what
 * was done stays done.
 *
 * @param now epoch milliseconds
 */
export async function tidyUsage(pool: pg.Pool, now: number): Promise<void> {
  for (const counts of partitionedCounts) {
    await makePartitions(pool, counts, now);
    await dropPartitions(pool, counts, now);
    await pool.query(`DELETE FROM usage.${counts.name}_default WHERE start < $1`, [
      new Date(now - counts.keptMs),
    ]);
  }
  await pool.query('DELETE FROM usage.activity WHERE time < $1', [new Date(now - activityKeptMs)]);
}

/** For whatever the default partition holds, and for what comes next; what is there is left alone. */
async function makePartitions(pool: pg.Pool, counts: PartitionedCounts, now: number): Promise<void> {
  const { rows } = await pool.query<{ day: Date }>(
    `SELECT DISTINCT date_trunc('day', start, 'UTC') AS day FROM usage.${counts.name}_default WHERE start >= $1`,
    [new Date(now - counts.keptMs)],
  );
  const days = [...rows.map(({ day }) => day.getTime()), now, now + partitionMs(counts), now + aheadMs];
  for (const firstMs of new Set(days.map((day) => startOfPartition(counts, day)))) {
    if (await exists(pool, partitionName(counts, firstMs))) continue;
    await alone(pool, async (client) => {
      await client.query('SELECT usage.make_partition($1, $2, make_interval(days => $3))', [
        counts.name,
        new Date(firstMs),
        counts.partitionDays,
      ]);
    });
  }
}

async function exists(pool: pg.Pool, name: string): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    `usage.${name}`,
  ]);
  return rows[0]?.found === true;
}

async function dropPartitions(pool: pg.Pool, counts: PartitionedCounts, now: number): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = to_regclass($1)`,
    [`usage.${counts.name}`],
  );
  const newestToGo = partitionName(counts, now - counts.keptMs - partitionMs(counts));
  for (const { name } of rows) {
    // Named by their first days, which order as texts.
    if (!/_\d{8}$/.test(name) || name > newestToGo) continue;
    await alone(pool, async (client) => {
      await client.query(`DROP TABLE IF EXISTS usage.${name}`);
    });
  }
}

function startOfPartition(counts: PartitionedCounts, atMs: number): number {
  const widthMs = partitionMs(counts);
  return epochOfPartitionsMs + Math.floor((atMs - epochOfPartitionsMs) / widthMs) * widthMs;
}

function partitionName(counts: PartitionedCounts, atMs: number): string {
  const day = new Date(atMs).toISOString().slice(0, '2026-11-21'.length).replaceAll('-', '');
  return `${counts.name}_${day}`;
}

/** In a transaction that does not wait long for those who read and write. */
async function alone(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let lost = true;
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = ${lockMsMax}`);
    await work(client);
    await client.query('COMMIT');
    lost = false;
  } finally {
    client.release(lost); // a transaction that failed ends with its connection
  }
}
