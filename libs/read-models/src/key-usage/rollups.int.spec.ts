import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import { createTestDatabase, type TestDatabase, waitFor } from '@keyledger/testing';
import { activityPerKeyMax, operationsPerBucketMax, resolutions } from '@keyledger/usage';
import fc from 'fast-check';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { readModelMigrations } from '../migrations/migrations.js';
import { AccountUsageQuery } from './account-usage-query.js';
import { ActivityQuery } from './activity-query.js';
import { usageMigrations } from './migrations.js';
import { usageEntities } from './rows.js';
import { delivered, request } from './spec-requests.js';
import { writeUsage } from './write-usage.js';

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'test' });
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [...usageEntities] });
  await dataSource.initialize();
});

async function empty(): Promise<void> {
  await pool.query(
    `TRUNCATE usage.operation_minute, usage.operation_hour, usage.operation_day, usage.network_minute,
       usage.network_hour, usage.network_day, usage.operation_week, usage.network_week, usage.key_week,
       usage.activity, usage.activity_ring, usage.consumer_offset, usage.producer_sequence`,
  );
}

afterEach(empty);

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

/** Requests by key (or all keys of an account) and code, in one table; bigint and text are spelt alike. */
async function totals(table: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT concat_ws(' ', split_part(key_id, '/', 1), account_id, code, sum(requests)) AS text
     FROM usage.${table} GROUP BY split_part(key_id, '/', 1), account_id, code ORDER BY text`,
  );
  return rows.map(({ text }) => text);
}

const ofDay = `date_trunc('week', start, 'UTC')`;

/** Of each table of weeks, and of the days that they are to be sums of: `week`, what they are told apart by, requests. */
const weeksAndDays = (['operation', 'network'] as const)
  .map((by): [string, string] => [
    `SELECT concat_ws(' ', start, key_id, code, ${by}, requests) AS text FROM usage.${by}_week`,
    `SELECT concat_ws(' ', ${ofDay}, key_id, code, ${by}, sum(requests)) AS text FROM usage.${by}_day
     WHERE key_id LIKE '*%' GROUP BY ${ofDay}, key_id, code, ${by}`,
  ])
  .concat([
    [
      `SELECT concat_ws(' ', start, account_id, key_id, accepted, refused) AS text FROM usage.key_week`,
      `SELECT concat_ws(' ', ${ofDay}, account_id, key_id, sum(CASE WHEN code = 'VALID' THEN requests ELSE 0 END),
         sum(CASE WHEN code = 'VALID' THEN 0 ELSE requests END)) AS text FROM usage.operation_day
       WHERE key_id NOT LIKE '*%' GROUP BY ${ofDay}, account_id, key_id`,
    ],
  ]);

async function textsOf(select: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ text: string }>(`${select} ORDER BY text`);
  return rows.map(({ text }) => text);
}

describe('property: the same requests at every resolution', () => {
  const requests = fc.array(
    fc.record({
      keyId: fc.constantFrom('key_a', 'key_b', 'key_c'),
      operation: fc.oneof(
        fc.constantFrom(null, 'o:a', 'o:b'),
        fc.nat({ max: 2 * operationsPerBucketMax }).map((n) => `probe:${n}`),
      ),
      clientAddress: fc.option(fc.ipV4()),
      code: fc.constantFrom('VALID' as const, 'KEY_EXPIRED' as const),
      // Years ago, long ago, the last days, and a moment ahead: with and without a partition of their own.
      time: fc.oneof(
        fc.integer({ min: Date.UTC(2001, 5), max: Date.UTC(2001, 6) }),
        fc.integer({ min: -200 * 86_400_000, max: 60_000 }).map((ms) => Date.now() + ms),
      ),
    }),
    { minLength: 1, maxLength: 400, size: 'max' },
  );

  it('minutes, hours and days add up to as many, by key, account and outcome, and so do operations and networks', async () => {
    await fc.assert(
      fc.asyncProperty(requests, fc.integer({ min: 1, max: 150 }), async (drafts, batchSize) => {
        await empty();
        const events = drafts.map(({ time, ...draft }, n) =>
          request(n, { ...draft, time: new Date(time).toISOString() }),
        );
        for (let from = 0; from < events.length; from += batchSize) {
          const batch = delivered(from, events.slice(from, from + batchSize), from % 3);
          await writeUsage(pool, batch);
        }
        const minutes = await totals('operation_minute');
        expect(sumOf(minutes)).toBe(2 * events.length); // of keys, and of their account
        for (const resolution of resolutions) {
          expect(await totals(`operation_${resolution}`)).toEqual(minutes);
          expect(await totals(`network_${resolution}`)).toEqual(minutes);
        }
        for (const [weeks, days] of weeksAndDays) expect(await textsOf(weeks)).toEqual(await textsOf(days));
      }),
      { numRuns: 15 },
    );
  });

  function sumOf(texts: readonly string[]): number {
    return texts.reduce((sum, text) => sum + Number(text.split(' ').at(-1)), 0);
  }
});

describe('ten thousand operations and networks of one key', () => {
  it('have a bounded number of rows, and every request counts', async () => {
    const made = 10_000;
    const events = Array.from({ length: made }, (_, n) =>
      request(n, {
        operation: `probe:${n}`,
        clientAddress: `10.${n >> 8}.${n & 255}.1`,
        time: '2026-11-21T08:00:00.000Z',
      }),
    );
    for (let from = 0; from < made; from += 500)
      await writeUsage(pool, delivered(from, events.slice(from, from + 500)));
    for (const resolution of resolutions) {
      for (const by of ['operation', 'network']) {
        const { rows } = await pool.query<{ rows: number; requests: number }>(
          `SELECT count(*)::int AS rows, sum(requests)::int AS requests FROM usage.${by}_${resolution}
           WHERE key_id = 'key_a'`,
        );
        expect(rows[0]).toEqual({ rows: operationsPerBucketMax + 1, requests: made });
      }
    }
  });
});

describe('the last requests of a key', () => {
  const query = () => new ActivityQuery(dataSource);
  /** Nothing is shown that a transaction which goes on could come before, and other specs have theirs on the same server. */
  const arrived = (cursor: string) =>
    waitFor(async () => {
      const found = await query().since('acme', cursor, 10);
      return found.items.length > 0 ? found : null;
    });

  it('are at most a hundred, newest first, with who asked and who decided', async () => {
    const events = Array.from({ length: 3 * activityPerKeyMax + 7 }, (_, n) => request(n));
    await writeUsage(pool, delivered(0, events.slice(0, 30)));
    await writeUsage(pool, delivered(30, [...events.slice(30), request(999, { keyId: 'key_b' })]));
    const items = await query().ofKey('key_a');
    expect(items.map(({ time }) => time)).toEqual(
      events
        .slice(-activityPerKeyMax)
        .map(({ time }) => time)
        .reverse(),
    );
    expect(items[0]).toEqual({
      ...{ time: events.at(-1)?.time, operation: 'orders:List', code: 'VALID', clientAddress: '192.0.2.1' },
      ...{ userAgent: 'exporter/2.1', verifier: '10.0.0.5:8080' },
    });
    const { rows } = await pool.query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM usage.activity WHERE key_id = 'key_a'`,
    );
    expect(rows[0]?.rows).toBe(activityPerKeyMax);
  });

  it('reach a follower once each, also those of a writer who began early and ended late', async () => {
    const start = await query().end();
    const early = await pool.connect();
    try {
      await early.query('BEGIN');
      await early.query('SELECT pg_current_xact_id()');
      await writeUsage(pool, delivered(0, [request(1, { operation: 'late:List' })], 1));
      const during = await query().since('acme', start, 10);
      expect(during.items).toEqual([]);
      await early.query('COMMIT');
      const after = await arrived(during.cursor);
      expect(after.items.map(({ operation }) => operation)).toEqual(['late:List']);
      expect((await query().since('acme', after.cursor, 10)).items).toEqual([]);
      expect((await query().since('other', start, 10)).items).toEqual([]);
    } finally {
      early.release();
    }
  });

  it('are shown to a follower newest, where there are more than it takes', async () => {
    const start = await query().end();
    const events = Array.from({ length: 50 }, (_, n) => request(n));
    await writeUsage(pool, delivered(0, events));
    const { items } = await arrived(start);
    expect(items.map(({ time }) => time)).toEqual(events.slice(-10).map(({ time }) => time));
  });
});

describe('the use of an account', () => {
  const from = Date.parse('2026-11-20T00:00:00.000Z');
  const to = Date.parse('2026-11-22T00:00:00.000Z');
  const whole = { accountId: 'acme', resolution: 'hour', from, to } as const;
  const usage = () => new AccountUsageQuery(dataSource);

  function mixed(): readonly RequestEvent[] {
    return [
      request(0),
      request(1),
      request(2, { time: '2026-11-20T23:59:59.999Z', keyId: 'key_b', operation: null }),
      request(3, { code: 'KEY_REVOKED', keyId: 'key_b', clientAddress: '198.51.100.7' }),
      request(4, { code: 'KEY_REVOKED', keyId: 'key_b', clientAddress: '198.51.100.8' }),
      request(5, { code: 'INSUFFICIENT_SCOPE', keyId: 'key_b', clientAddress: null }),
      request(6, { accountId: 'acme-2', keyId: 'key_c' }),
    ];
  }

  it('is that of its keys together, whichever partitions they came through', async () => {
    const [one, two, ...rest] = mixed();
    if (one === undefined || two === undefined) throw new Error('two were made');
    await writeUsage(pool, delivered(0, [one], 0));
    await writeUsage(pool, delivered(0, [two], 1));
    await writeUsage(pool, delivered(0, rest, 2));
    expect(await usage().series(whole)).toEqual([
      { start: '2026-11-21T08:00:00.000Z', code: 'INSUFFICIENT_SCOPE', count: 1 },
      { start: '2026-11-21T08:00:00.000Z', code: 'KEY_REVOKED', count: 2 },
      { start: '2026-11-21T08:00:00.000Z', code: 'VALID', count: 2 },
      { start: '2026-11-20T23:00:00.000Z', code: 'VALID', count: 1 },
    ]);
    expect(await usage().seriesOf(['orders:List', 'orders:None'], whole)).toEqual([
      { start: '2026-11-21T08:00:00.000Z', operation: 'orders:List', count: 5 },
    ]);
    expect(await usage().seriesOf([''], whole)).toEqual([
      { start: '2026-11-20T23:00:00.000Z', operation: null, count: 1 },
    ]);
    expect(await usage().top('operation', whole, 10)).toEqual([
      { name: 'orders:List', accepted: 2, refused: 3 },
      { name: null, accepted: 1, refused: 0 },
    ]);
    expect(await usage().top('network', whole, 2)).toEqual([
      { name: '192.0.2.0/24', accepted: 3, refused: 0 },
      { name: '198.51.100.0/24', accepted: 0, refused: 2 },
    ]);
    expect(await usage().topKeys(whole, 10)).toEqual([
      { keyId: 'key_b', name: null, accepted: 1, refused: 3 },
      { keyId: 'key_a', name: null, accepted: 2, refused: 0 },
    ]);
  });

  it('names the requests with keys that have ended by where they come from (XN-9)', async () => {
    await writeUsage(pool, delivered(0, mixed()));
    expect(await usage().failedRequests(whole, 10)).toEqual([
      { keyId: 'key_b', name: null, code: 'KEY_REVOKED', network: '198.51.100.0/24', count: 2 },
    ]);
    expect(await usage().failedRequests({ ...whole, accountId: 'acme-2' }, 10)).toEqual([]);
  });

  it('is the same from days, hours and minutes, however the time is cut', async () => {
    await writeUsage(pool, delivered(0, mixed()));
    const hours = await usage().topKeys(whole, 10);
    const minute = 60_000;
    const uneven = { ...whole, resolution: 'minute', from: from + minute, to: to - minute } as const;
    expect(await usage().topKeys(uneven, 10)).toEqual(hours);
    expect(await usage().topKeys({ ...whole, resolution: 'day' }, 10)).toEqual(hours);
  });
});
