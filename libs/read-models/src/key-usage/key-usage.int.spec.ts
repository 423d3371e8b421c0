import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import { createTestDatabase, type TestDatabase } from '@keyledger/testing';
import { networksPerBucketMax, operationsPerBucketMax, otherOperation } from '@keyledger/usage';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { forgetOffsets } from './forget-offsets.js';
import { usageMigrations } from './migrations.js';
import { KeyUsageQuery } from './query.js';
import { usageEntities } from './rows.js';
import { UsageOffsets } from './usage-offsets.js';
import { type BatchEffect, forgetSilentProducers, type RequestBatch, writeUsage } from './write-usage.js';

const topic = 'keyledger.requests.v1';
const group = 'auditor';
const whole = {
  from: '2026-01-01T00:00:00.000Z',
  to: '2027-01-01T00:00:00.000Z',
  resolution: 'hour',
  limit: 1_000,
} as const;

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: KeyUsageQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'test' });
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [...usageEntities] });
  await dataSource.initialize();
  query = new KeyUsageQuery(dataSource);
});

afterEach(async () => {
  await pool.query(
    `TRUNCATE usage.last_used, usage.last_refused, usage.operation_minute, usage.operation_hour, usage.operation_day,
              usage.network_minute, usage.network_hour, usage.network_day, usage.activity, usage.activity_ring,
              usage.operation_week, usage.network_week, usage.key_week, usage.consumer_offset, usage.producer_sequence`,
  );
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

function event(sequence: number, change: Partial<RequestEvent> = {}): RequestEvent {
  return {
    keyId: 'key_a',
    accountId: 'acme',
    operation: 'orders:List',
    code: 'VALID',
    clientAddress: '192.0.2.1',
    userAgent: null,
    verifier: null,
    time: `2026-11-21T08:00:00.${String(sequence).padStart(3, '0')}Z`,
    producer: 'p',
    sequence,
    ...change,
  };
}

/** As delivered: consecutive offsets from `first`. */
function batch(first: number, events: readonly RequestEvent[], partition = 0): RequestBatch {
  const requests = events.map((each, n) => ({ offset: BigInt(first + n), event: each }));
  const lastOffset = BigInt(first + events.length - 1);
  return { topic, partition, group, requests, firstOffset: BigInt(first), lastOffset };
}

async function total(keyId = 'key_a'): Promise<number> {
  const counts = await query.counts('operation', { keyId, ...whole });
  return counts.reduce((sum, { count }) => sum + count, 0);
}

describe('another broker in the place of the one before', () => {
  it('is counted from its start once the offsets are forgotten', async () => {
    await writeUsage(pool, batch(40, [event(0)]));
    const fromAnother = batch(0, [event(0, { producer: 'q' })]);
    expect(await writeUsage(pool, fromAnother)).toMatchObject({ counted: 0, alreadyCounted: 1 });
    await forgetOffsets(pool);
    expect(await new UsageOffsets(pool, group).load(topic, 0)).toBeUndefined();
    expect(await writeUsage(pool, fromAnother)).toMatchObject({ counted: 1, alreadyCounted: 0 });
  });
});

describe('writing usage', () => {
  it('adds up batches and keeps the most recent use and refusal', async () => {
    await writeUsage(pool, batch(0, [event(0), event(1), event(2, { code: 'KEY_EXPIRED' })]));
    await writeUsage(pool, batch(3, [event(3, { operation: null, time: '2026-11-21T09:59:59.999Z' })]));
    expect(await query.counts('operation', { keyId: 'key_a', ...whole })).toEqual([
      { start: '2026-11-21T09:00:00.000Z', name: null, code: 'VALID', count: 1 },
      { start: '2026-11-21T08:00:00.000Z', name: 'orders:List', code: 'KEY_EXPIRED', count: 1 },
      { start: '2026-11-21T08:00:00.000Z', name: 'orders:List', code: 'VALID', count: 2 },
    ]);
    expect(await query.lastUsed(['key_a', 'key_b'])).toEqual(
      new Map([
        [
          'key_a',
          {
            at: '2026-11-21T09:59:59.999Z',
            operation: null,
            code: 'VALID',
            clientAddress: '192.0.2.1',
            userAgent: null,
            verifier: null,
          },
        ],
      ]),
    );
    expect((await query.lastRefused(['key_a'])).get('key_a')?.code).toBe('KEY_EXPIRED');
  });

  it('does not let a late event replace a more recent one', async () => {
    await writeUsage(pool, batch(0, [event(5)]));
    await writeUsage(
      pool,
      batch(1, [event(6, { time: '2026-11-20T23:00:00.000Z', operation: 'orders:Old' })]),
    );
    expect((await query.lastUsed(['key_a'])).get('key_a')?.operation).toBe('orders:List');
    expect(await total()).toBe(2);
  });

  it('answers counts from an hour up to another, at most so many', async () => {
    const hours = ['08', '09', '10'];
    const events = hours.map((hour, n) => event(n, { time: `2026-11-21T${hour}:30:00.000Z` }));
    await writeUsage(pool, batch(0, events));
    const between = { keyId: 'key_a', from: '2026-11-21T09:00:00.000Z', to: '2026-11-21T10:00:00.000Z' };
    const hoursOf = async (limit: number, range = between) =>
      (await query.counts('operation', { ...whole, ...range, limit })).map(({ start }) => start);
    expect(await hoursOf(10)).toEqual(['2026-11-21T09:00:00.000Z']);
    expect(await hoursOf(1, { ...between, ...whole })).toEqual(['2026-11-21T10:00:00.000Z']);
  });

  it('counts a key that nobody knows under its id, and nothing for one that never asked', async () => {
    await writeUsage(pool, batch(0, [event(0, { keyId: 'key_nobody' })]));
    expect(await total('key_nobody')).toBe(1);
    expect(await query.counts('operation', { keyId: 'key_other', ...whole })).toEqual([]);
    expect(await query.lastUsed([])).toEqual(new Map());
  });

  it('keeps a bounded number of operations of a key, hour and code, over batches too', async () => {
    const probes = (from: number) =>
      Array.from({ length: 80 }, (_, n) =>
        event(from + n, { operation: `probe:${from + n}`, time: '2026-11-21T08:00:00.000Z' }),
      );
    await writeUsage(pool, batch(0, probes(0)));
    await writeUsage(pool, batch(80, probes(80)));
    await writeUsage(
      pool,
      batch(160, [event(160, { operation: null }), event(161, { operation: 'probe:0' })]),
    );
    const counts = await query.counts('operation', { keyId: 'key_a', ...whole });
    const named = counts.filter(({ name }) => name?.startsWith('probe:'));
    expect(named).toHaveLength(operationsPerBucketMax);
    expect(counts.find(({ name }) => name === 'probe:0')?.count).toBe(2);
    expect(counts.find(({ name }) => name === null)?.count).toBe(1);
    expect(counts.find(({ name }) => name === otherOperation)?.count).toBe(160 - operationsPerBucketMax);
    expect(await total()).toBe(162);
  });
});

describe('networks', () => {
  it('are counted by hour and code, over batches, and bounded (XN-8)', async () => {
    const spread = (from: number) =>
      Array.from({ length: 80 }, (_, n) =>
        event(from + n, { clientAddress: `10.0.${from + n}.1`, time: '2026-11-21T08:00:00.000Z' }),
      );
    await writeUsage(pool, batch(0, spread(0)));
    await writeUsage(pool, batch(80, spread(80)));
    await writeUsage(
      pool,
      batch(160, [event(160, { clientAddress: null }), event(161, { clientAddress: '10.0.0.9' })]),
    );
    const counts = await query.counts('network', { keyId: 'key_a', ...whole });
    expect(counts.find(({ name }) => name === '10.0.0.0/24')?.count).toBe(2);
    expect(counts.find(({ name }) => name === null)?.count).toBe(1);
    expect(counts).toHaveLength(networksPerBucketMax + 2);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(162);
  });
});

describe('writing usage exactly once', () => {
  it('adds nothing for a batch that comes again', async () => {
    const once = batch(0, [event(0), event(1)]);
    expect(await writeUsage(pool, once)).toMatchObject({ counted: 2, repeats: 0, alreadyCounted: 0 });
    expect(await writeUsage(pool, once)).toMatchObject({ counted: 0, repeats: 0, alreadyCounted: 2 });
    expect(await total()).toBe(2);
  });

  it('counts the new part of a batch that overlaps with one that was counted', async () => {
    await writeUsage(pool, batch(0, [event(0), event(1)]));
    const overlapping = batch(1, [event(1), event(2), event(3)]);
    expect(await writeUsage(pool, overlapping)).toMatchObject({ counted: 2, repeats: 0, alreadyCounted: 1 });
    expect(await total()).toBe(4);
  });

  it('drops what a producer had published twice, within a batch and later', async () => {
    expect(await writeUsage(pool, batch(0, [event(0), event(1), event(1)]))).toMatchObject({ repeats: 1 });
    const later = batch(3, [event(0), event(2), event(0, { producer: 'q' })]);
    expect(await writeUsage(pool, later)).toMatchObject({ counted: 2, repeats: 1, alreadyCounted: 0 });
    expect(await total()).toBe(4);
  });

  it('counts once when several consumers write the same batch at the same time', async () => {
    const same = batch(
      0,
      Array.from({ length: 50 }, (_, n) => event(n)),
    );
    const written = await Promise.all(Array.from({ length: 6 }, async () => writeUsage(pool, same)));
    expect(written.map(({ counted }) => counted).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 50]);
    expect(await total()).toBe(50);
  });

  it('lets what follows from a batch happen once, with its rows or not at all', async () => {
    const seen: string[] = [];
    const effect: BatchEffect = async (client, events) => {
      seen.push(...events.map(({ sequence }) => String(sequence)));
      const { rows } = await client.query<{ requests: string }>(
        `SELECT sum(requests) AS requests FROM usage.operation_hour WHERE key_id = 'key_a'`,
      );
      seen.push(`of ${rows[0]?.requests}`);
    };
    const fails: BatchEffect = async () => {
      throw new Error('no');
    };
    const once = batch(0, [event(0), event(1), event(1)]);
    await expect(writeUsage(pool, once, [effect, fails])).rejects.toThrow('no');
    expect(await total()).toBe(0);
    await writeUsage(pool, once, [effect]);
    await writeUsage(pool, once, [effect]);
    expect(seen).toEqual(['0', '1', 'of 2', '0', '1', 'of 2']);
  });

  it('keeps partitions apart', async () => {
    await Promise.all([0, 1, 2].map(async (partition) => writeUsage(pool, batch(0, [event(7)], partition))));
    expect(await total()).toBe(3);
  });

  it('leaves nothing of a batch that could not be written', async () => {
    const tooLate = event(1, { time: '2026-11-21T08:00:61.000Z' });
    await expect(writeUsage(pool, batch(0, [event(0), tooLate]))).rejects.toThrow();
    expect(await total()).toBe(0);
    expect(await new UsageOffsets(pool, group).load(topic, 0)).toBeUndefined();
    await writeUsage(pool, batch(0, [event(0)]));
    expect(await total()).toBe(1);
  });

  it('moves the offset past a batch without a single readable message', async () => {
    const unreadable = { topic, partition: 3, group, requests: [], firstOffset: 5n, lastOffset: 9n };
    expect(await writeUsage(pool, unreadable)).toMatchObject({ counted: 0, repeats: 0 });
    expect(await new UsageOffsets(pool, group).load(topic, 3)).toBe(10n);
    expect(await new UsageOffsets(pool, 'another').load(topic, 3)).toBeUndefined();
  });

  it('forgets producers that have been silent for long, and no others', async () => {
    await writeUsage(pool, batch(0, [event(0), event(0, { producer: 'q' })]));
    await pool.query(
      `UPDATE usage.producer_sequence SET seen_at = now() - interval '8 days' WHERE producer = 'q'`,
    );
    expect(await forgetSilentProducers(pool, 7 * 86_400_000)).toBe(1);
    expect(await writeUsage(pool, batch(2, [event(0)]))).toMatchObject({ repeats: 1 });
  });
});
