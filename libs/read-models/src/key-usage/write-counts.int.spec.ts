import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool } from '@keyledger/platform';
import { createTestDatabase, type TestDatabase } from '@keyledger/testing';
import { operationsPerBucketMax, otherOperation, type Resolution, resolutions } from '@keyledger/usage';
import type pg from 'pg';
import { usageMigrations } from './migrations.js';
import { countTable } from './rollup-tables.js';
import { delivered, request } from './spec-requests.js';
import { writeUsage } from './write-usage.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'test' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const at = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`;

/** Of a key, by bucket: names with a count of their own, requests that are counted with the others, requests in all. */
async function buckets(resolution: Resolution, keyId: string): Promise<readonly unknown[]> {
  const { rows } = await pool.query<{ named: number; others: number; all: number }>(
    `SELECT count(*) FILTER (WHERE operation <> $2)::int AS named,
            coalesce(sum(requests) FILTER (WHERE operation = $2), 0)::int AS others, sum(requests)::int AS all
     FROM ${countTable('operation', resolution)} WHERE key_id = $1 GROUP BY start ORDER BY start`,
    [keyId, otherOperation],
  );
  return rows.map(({ named, others, all }) => [named, others, all]);
}

describe('names of a bucket', () => {
  it('are bounded in each by itself: where a day is full, its hours and minutes may have room, as other keys do', async () => {
    const max = operationsPerBucketMax;
    const probe = (name: string, from: number, count: number, hour: number) =>
      Array.from({ length: count }, (_, n) =>
        request(from + n, { operation: `${name}:${String(n).padStart(3, '0')}`, time: at(hour) }),
      );
    const ofOther = (sequence: number) =>
      request(sequence, { keyId: 'key_b', operation: `b:${sequence}`, time: at(9) });

    await writeUsage(pool, delivered(0, [...probe('a', 0, max, 8), ofOther(400)]));
    await writeUsage(pool, delivered(401, probe('more', 401, 60, 8)));
    const later = [...probe('new', 500, 60, 9), ...probe('a', 600, 2, 9), ofOther(700), ofOther(701)];
    await writeUsage(pool, delivered(500, later));

    expect(await buckets('day', 'key_a')).toEqual([[max, 120, max + 122]]);
    for (const resolution of ['hour', 'minute'] as const)
      expect(await buckets(resolution, 'key_a')).toEqual([
        [max, 60, max + 60],
        [62, 0, 62],
      ]);
    for (const resolution of resolutions) expect(await buckets(resolution, 'key_b')).toEqual([[3, 0, 3]]);
  });

  it('and their weeks have what the days have', async () => {
    const { rows } = await pool.query(
      `SELECT (SELECT sum(accepted) FROM usage.key_week)::int AS keys,
              (SELECT sum(requests) FROM usage.operation_week)::int AS operations,
              (SELECT sum(requests) FROM usage.network_week)::int AS networks,
              (SELECT sum(requests) FROM usage.operation_day WHERE key_id LIKE '*%')::int AS days`,
    );
    const all = operationsPerBucketMax + 122 + 3;
    expect(rows).toEqual([{ keys: all, operations: all, networks: all, days: all }]);
  });
});
