import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool, migrate } from '@keyledger/platform';
import { createTestDatabase, type TestDatabase } from '@keyledger/testing';
import type pg from 'pg';
import { usageMigrations } from './migrations.js';
import { delivered, request } from './spec-requests.js';
import { tidyUsage } from './tidy-usage.js';
import { writeUsage } from './write-usage.js';

const dayMs = 86_400_000;

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { applicationName: 'test' });
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

const migrateTo = async (number: number) =>
  migrate(
    database.url,
    'usage',
    usageMigrations.filter((each) => each.number <= number),
  );

/** Sums by table that a request of this time is in. */
async function tablesWith(time: Date): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<{ name: string; requests: number }>(
    `SELECT tableoid::regclass::text AS name, sum(requests)::int AS requests FROM usage.operation_hour
     WHERE key_id = 'key_a' AND start >= $1 AND start <= $2 GROUP BY name`,
    [new Date(time.getTime() - 3_600_000), time],
  );
  return Object.fromEntries(rows.map(({ name, requests }) => [name.replace(/\d+$/, 'N'), requests]));
}

/** As the consumer does: a row on its way to the default partition is refused when the one that it belongs to appears just then. */
async function writeStubbornly(batch: Parameters<typeof writeUsage>[1]): Promise<void> {
  const checkViolation = '23514';
  for (;;) {
    try {
      await writeUsage(pool, batch);
      return;
    } catch (error) {
      expect(error).toMatchObject({ code: checkViolation });
    }
  }
}

async function partitions(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits JOIN pg_class p ON p.oid = inhparent
     WHERE p.relkind = 'p' ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

describe('tidying usage', () => {
  it('moves what came before its partition was there to it, and drops it when its time is over', async () => {
    await migrateTo(Infinity);
    const time = new Date(Date.now() + 40 * dayMs); // further ahead than there are partitions
    const events = [0, 1].map((n) => request(n, { time: time.toISOString() }));
    await writeUsage(pool, delivered(0, events.slice(0, 1)));
    expect(await tablesWith(time)).toEqual({ 'usage.operation_hour_default': 1 });

    await tidyUsage(pool, time.getTime());
    expect(await tablesWith(time)).toEqual({ 'usage.operation_hour_N': 1 });
    await writeUsage(pool, delivered(1, events.slice(1)));
    expect(await tablesWith(time)).toEqual({ 'usage.operation_hour_N': 2 });

    await tidyUsage(pool, time.getTime() + 89 * dayMs);
    expect(await tablesWith(time)).toEqual({ 'usage.operation_hour_N': 2 });
    await tidyUsage(pool, time.getTime() + 98 * dayMs);
    expect(await tablesWith(time)).toEqual({});
  });

  it('drops what is too old for any partition, and requests that are shown one by one', async () => {
    await migrateTo(Infinity);
    const longAgo = new Date('2001-06-01T00:00:00.000Z');
    await writeUsage(pool, delivered(0, [request(0, { time: longAgo.toISOString() }), request(1)]));
    expect(await tablesWith(longAgo)).toEqual({ 'usage.operation_hour_default': 1 });
    const before = await partitions();
    await tidyUsage(pool, Date.now());
    expect(await tablesWith(longAgo)).toEqual({});
    expect((await partitions()).length - before.length).toBeLessThan(20); // none for so long ago
    const { rows } = await pool.query('SELECT time FROM usage.activity WHERE time < $1', [longAgo]);
    expect(rows).toEqual([]);
  });

  it('may be done by any number at once, while requests are counted', async () => {
    await migrateTo(Infinity);
    const now = Date.now();
    const counted = (async () => {
      for (let n = 0; n < 40; n++) {
        const time = new Date(now + (n % 12) * 10 * dayMs).toISOString();
        await writeStubbornly(delivered(n, [request(n, { time })]));
      }
    })();
    // Whoever waits too long for the others gives up, and comes again.
    await Promise.allSettled(
      Array.from({ length: 4 }, async () => {
        for (let days = 0; days < 120; days += 30) await tidyUsage(pool, now + days * dayMs);
      }),
    );
    await counted;
    await tidyUsage(pool, now);
    const { rows } = await pool.query<{ requests: number }>(
      `SELECT sum(requests)::int AS requests FROM usage.operation_day WHERE key_id = 'key_a'`,
    );
    expect(rows[0]?.requests).toBe(40);
  });
});

describe('what was counted by the hour before', () => {
  it('is carried over, with its account where that is known', async () => {
    await migrateTo(2);
    const hour = new Date(Math.floor((Date.now() - 10 * dayMs) / dayMs) * dayMs + 3_600_000);
    const later = new Date(hour.getTime() + 3_600_000);
    await pool.query(`CREATE SCHEMA read; CREATE TABLE read.key_directory (key_id text, account_id text);
      INSERT INTO read.key_directory VALUES ('key_a', 'acme')`);
    await pool.query(
      `INSERT INTO usage.request_count_hourly VALUES ('key_a', $1, 'VALID', 'o:a', 3), ('key_a', $2, 'VALID', 'o:a', 4),
         ('key_b', $1, 'VALID', '', 5)`,
      [hour, later],
    );
    await pool.query(`INSERT INTO usage.network_count_hourly VALUES ('key_a', $1, 'VALID', '(other)', 3)`, [
      hour,
    ]);
    await migrateTo(Infinity);
    const { rows } = await pool.query<{ text: string }>(
      `SELECT concat_ws(' ', 'hour', key_id, account_id, operation, requests) AS text FROM usage.operation_hour
       UNION ALL SELECT concat_ws(' ', 'day', key_id, account_id, operation, requests) FROM usage.operation_day
       UNION ALL SELECT concat_ws(' ', 'network', key_id, account_id, network, requests) FROM usage.network_day`,
    );
    expect(rows.map(({ text }) => text).sort()).toEqual([
      'day *acme/0 acme o:a 7',
      'day key_a acme o:a 7',
      'day key_b   5',
      'hour *acme/0 acme o:a 3',
      'hour *acme/0 acme o:a 4',
      'hour key_a acme o:a 3',
      'hour key_a acme o:a 4',
      'hour key_b   5',
      'network *acme/0 acme (other) 3',
      'network key_a acme (other) 3',
    ]);
    await writeUsage(pool, delivered(0, [request(0, { time: later.toISOString(), operation: 'o:a' })]));
    expect(await tablesWith(later)).toEqual({ 'usage.operation_hour_N': 8 });
  });
});
