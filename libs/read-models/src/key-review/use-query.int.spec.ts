import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { otherOperation } from '@keyledger/usage';
import fc from 'fast-check';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { usageMigrations } from '../key-usage/migrations.js';
import { delivered, request } from '../key-usage/spec-requests.js';
import { writeUsage } from '../key-usage/write-usage.js';
import { KeyUseQuery, type UsePeriod, namesPerKeyMax } from './use-query.js';

const dayMs = 86_400_000;
const firstMs = Date.UTC(2026, 10, 1);
const daysUsed = 10;
const keyIds = ['key_a', 'key_b', 'key_wide', 'key_unused'];

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let counted = 0;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'test' });
  dataSource = new DataSource({ type: 'postgres', url: database.url });
  await dataSource.initialize();
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

const requests = fc.array(
  fc.record({
    keyId: fc.constantFrom('key_a', 'key_b'),
    operation: fc.constantFrom(null, 'o:a', 'o:b', 'o:c'),
    clientAddress: fc.constantFrom(null, '192.0.2.1', '198.51.100.1', '203.0.113.1'),
    code: fc.constantFrom('VALID' as const, 'INSUFFICIENT_SCOPE' as const),
    day: fc.nat({ max: daysUsed - 1 }),
  }),
  { maxLength: 40 },
);
const periods = fc
  .tuple(fc.nat({ max: daysUsed }), fc.nat({ max: daysUsed }))
  .map(([left, right]): UsePeriod => ({
    since: firstMs + Math.min(left, right) * dayMs,
    recentSince: firstMs + Math.max(left, right) * dayMs,
  }));

const timeOn = (day: number) => new Date(firstMs + day * dayMs).toISOString();

/** More operations and networks than are told apart, on three days. */
async function useWidely(): Promise<void> {
  const events = Array.from({ length: namesPerKeyMax + 40 }, (_, n) =>
    request(counted + n, {
      ...{ keyId: 'key_wide', operation: `o:${n}`, clientAddress: `10.0.${n}.1`, time: timeOn(n % 3) },
    }),
  );
  await writeUsage(pool, delivered(counted, events));
  counted += events.length;
}

describe('the names of what keys used', () => {
  it('property: are those that are told with how often, and so are networks of late', async () => {
    const query = new KeyUseQuery(dataSource);
    await useWidely();
    const networks = fc.uniqueArray(
      fc.constantFrom('192.0.2.0/24', '198.51.100.0/24', '10.0.1.0/24', '10.0.230.0/24'),
    );
    const property = fc.asyncProperty(requests, periods, networks, async (drafts, period, from) => {
      const events = drafts.map(({ day, ...draft }, n) =>
        request(counted + n, { ...draft, time: timeOn(day) }),
      );
      if (events.length > 0) await writeUsage(pool, delivered(counted, events));
      counted += events.length;
      const wanted = new Set<string>(from);
      const [useOf, namesOf, networksOf] = await Promise.all([
        query.of(keyIds, period),
        query.operationNames(keyIds, period),
        query.recentNetworks(keyIds, wanted, period),
      ]);
      for (const keyId of keyIds) {
        const { operations, recentNetworks } = useOf(keyId);
        const names = [...namesOf(keyId).keys()];
        if (operations.has(otherOperation)) expect(names).toContain(otherOperation);
        else expect(names.map(String).sort()).toEqual([...operations.keys()].map(String).sort());
        const ofThese = (all: readonly string[]) => all.filter((network) => wanted.has(network));
        expect(ofThese(networksOf(keyId))).toEqual(ofThese(recentNetworks));
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });
});
