import { randomUUID } from 'node:crypto';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { type Claim, compileLimit } from '@keyledger/verification';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { FleetTable, LimitTable, fleetMigrations } from './index.js';

const day = compileLimit({ name: 'day', kind: 'fixed', requests: 100, window: 'P1D' });
const burst = compileLimit({ name: 'burst', kind: 'sliding', requests: 100, window: 'PT1S' });
const once = compileLimit({ name: 'once', kind: 'credits', credits: 100, refill: null });

let database: TestDatabase;
let pool: pg.Pool;
let table: LimitTable;

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { fleet: fleetMigrations } });
  pool = createPool(database.url, { applicationName: 'spec' });
  table = new LimitTable(pool);
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

function claim(limit: Claim['limit'], want: number, more: Partial<Claim> = {}): Claim {
  return { keyId: 'key_1', limit, want, returned: null, debt: 0, ...more };
}

async function grantOf(...claims: readonly Claim[]) {
  const { grants } = await table.settle(claims);
  const [grant] = grants;
  if (grant === undefined) throw new Error('Nothing was settled.');
  return grant;
}

async function counters(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ counter: string }>(
    'SELECT counter FROM fleet.limit_counter ORDER BY 1',
  );
  return rows.map(({ counter }) => counter);
}

describe('the counters of limits', () => {
  it('settle several claims, each in its place', async () => {
    const { grants, verifiers } = await table.settle([
      claim(once, 5),
      claim(day, 1_000),
      claim(day, 2, { keyId: 'key_0' }),
    ]);
    expect(grants.map(({ granted }) => granted)).toEqual([5, 50, 2]);
    expect(grants[0]?.endsInMs).toBeNull();
    expect(grants[1]?.endsInMs).toBeGreaterThan(0);
    expect(verifiers).toBe(0);
  });

  it('settle none as well', async () => {
    expect(await table.settle([])).toEqual({ grants: [], verifiers: 0 });
  });

  it('count how many verifiers there are', async () => {
    const fleet = new FleetTable(pool);
    for (const name of ['a:1', 'b:1']) {
      await fleet.register({ id: randomUUID(), name, stalenessMaxMs: 5_000, position: 0n });
    }
    expect(await table.settle([claim(day, 1_000)])).toMatchObject({
      verifiers: 2,
      grants: [{ granted: 25 }],
    });
  });

  it('take back, and count what was admitted without a share', async () => {
    const { slot, granted } = await grantOf(claim(once, 10));
    expect(granted).toBe(10);
    expect(await grantOf(claim(once, 0, { returned: { slot, count: 4 } }))).toMatchObject({ remaining: 94 });
    expect(await grantOf(claim(day, 0, { debt: 99 }))).toMatchObject({ remaining: 1 });
  });

  it('never give out more than there is, however many ask at once, in whatever order', async () => {
    const claims = [claim(once, 7), claim(day, 7), claim(day, 7, { keyId: 'key_0' })];
    const asked = Array.from({ length: 60 }, (_, at) =>
      table.settle(at % 2 === 0 ? claims : claims.toReversed()),
    );
    const settled = await Promise.all(asked);
    const total = settled.reduce((sum, { grants }) => sum + (grants[1]?.granted ?? 0), 0);
    expect(total).toBe(100);
  });

  it('are forgotten once they say nothing, and not before', async () => {
    await table.settle([claim(burst, 1), claim(day, 1), claim(once, 1)]);
    expect(await table.forget()).toBe(0);
    await pool.query(`UPDATE fleet.limit_counter SET forget_from = forget_from - interval '2 seconds'`);
    expect(await table.forget()).toBe(1);
    expect(await counters()).toEqual(['day/fixed/86400000', 'once/credits/once']);
  });

  it('wait a second for somebody who was stopped in the middle, and no longer', async () => {
    await table.settle([claim(day, 1)]);
    const stopped = await pool.connect();
    try {
      await stopped.query('BEGIN');
      await stopped.query('SELECT FROM fleet.limit_counter FOR UPDATE');
      await expect(table.settle([claim(day, 1)])).rejects.toThrow('lock timeout');
      await stopped.query('ROLLBACK');
    } finally {
      stopped.release();
    }
    expect((await grantOf(claim(day, 1))).granted).toBe(1);
  });

  it('say that they cannot be reached, where they cannot', async () => {
    await pool.query('DROP TABLE fleet.limit_counter');
    await expect(table.settle([claim(day, 1)])).rejects.toThrow('does not exist');
    expect(pool.idleCount + pool.waitingCount).toBeLessThanOrEqual(pool.totalCount);
  });
});
