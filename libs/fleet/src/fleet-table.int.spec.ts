import { randomUUID } from 'node:crypto';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { FleetTable, fleetMigrations } from './index.js';
import { reportsMax } from './fleet.js';

let database: TestDatabase;
let pool: pg.Pool;
let fleet: FleetTable;

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { fleet: fleetMigrations } });
  pool = createPool(database.url, { applicationName: 'spec' });
  fleet = new FleetTable(pool);
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function registered(name: string, position = 0n): Promise<string> {
  const id = randomUUID();
  await fleet.register({ id, name, stalenessMaxMs: 5_000, position });
  return id;
}

/** As if so long had passed since its lease was renewed. */
async function silent(id: string, hours: number): Promise<void> {
  const text = `UPDATE fleet.verifier SET leased_until = clock_timestamp() - $2 * interval '1 hour' WHERE id = $1`;
  await pool.query(text, [id, hours]);
}

async function present(): Promise<readonly (readonly [string, string])[]> {
  return (await fleet.present()).map(({ id, state }) => [id, state]);
}

describe('a registration', () => {
  it('is live, may be repeated, and ends with a goodbye', async () => {
    const id = await registered('a:1', 7n);
    await fleet.register({ id, name: 'a:1', stalenessMaxMs: 5_000, position: 7n });
    expect(await fleet.present()).toMatchObject([
      { id, name: 'a:1', state: 'live', position: 7n, stalenessMaxMs: 5_000 },
    ]);
    await fleet.leave(id);
    expect(await present()).toEqual([]);
    expect(await fleet.renew(id, 8n)).toBe(false);
  });

  it('lapses without renewal, and is live again with one', async () => {
    const id = await registered('a:1');
    await silent(id, 1);
    expect(await present()).toEqual([[id, 'lapsed']]);
    expect(await fleet.renew(id, 8n)).toBe(true);
    expect(await fleet.present()).toMatchObject([{ id, state: 'live', position: 8n }]);
  });

  it('never reports less than it has reported', async () => {
    const id = await registered('a:1', 7n);
    await fleet.renew(id, 9n);
    await fleet.renew(id, 8n);
    expect(await fleet.present()).toMatchObject([{ id, position: 9n }]);
  });

  it('is remembered for a day, and is unknown after that', async () => {
    const [remembered, forgotten] = [await registered('a:1'), await registered('b:1')];
    await silent(remembered, 23);
    await silent(forgotten, 25);
    expect(await present()).toEqual([[remembered, 'lapsed']]);
    const another = await registered('c:1');
    expect(await fleet.renew(forgotten, 1n)).toBe(false);
    expect(await present()).toEqual([
      [remembered, 'lapsed'],
      [another, 'live'],
    ]);
  });
});

describe('who registers where somebody was before', () => {
  it('succeeds one whose lease has ended', async () => {
    await silent(await registered('a:1'), 1);
    const successor = await registered('a:1');
    expect(await present()).toEqual([[successor, 'live']]);
  });

  it('succeeds one that still had a lease once that has ended', async () => {
    const predecessor = await registered('a:1');
    const successor = await registered('a:1');
    await fleet.renew(successor, 1n);
    expect(await present()).toHaveLength(2);
    await silent(predecessor, 1);
    await fleet.renew(successor, 2n);
    expect(await present()).toEqual([[successor, 'live']]);
  });

  it('leaves those elsewhere alone', async () => {
    const other = await registered('b:1');
    await silent(other, 1);
    await registered('a:1');
    expect(await present()).toContainEqual([other, 'lapsed']);
  });
});

describe('when a position was applied', () => {
  it('is known of the first report that covers it, also of who has left since', async () => {
    const id = await registered('a:1');
    for (const position of [3n, 6n, 9n]) await fleet.renew(id, position);
    const { rows } = await pool.query<{ at: Date }>(
      `SELECT reported_at AS at FROM fleet.report WHERE verifier_id = $1 AND position = 6`,
      [id],
    );
    await fleet.leave(id);
    expect(await fleet.arrivals(5n)).toMatchObject([{ id, state: 'left', appliedAt: rows[0]?.at }]);
    expect(await fleet.arrivals(10n)).toEqual([]);
  });

  it('is not known of who had it when it registered', async () => {
    const id = await registered('a:1', 7n);
    await fleet.renew(id, 9n);
    expect(await fleet.arrivals(5n)).toMatchObject([{ id, appliedAt: null }]);
  });

  it('is forgotten with the oldest of many reports', async () => {
    const id = await registered('a:1');
    const report = `SELECT fleet.renew($1, position, 15000, $2) FROM generate_series(1::bigint, $3::bigint) AS position`;
    await pool.query(report, [id, reportsMax, reportsMax + 10]);
    const { rows } = await pool.query<{ count: bigint }>('SELECT count(*) FROM fleet.report');
    expect(rows[0]?.count).toBe(BigInt(reportsMax));
    expect(await fleet.arrivals(5n)).toMatchObject([{ appliedAt: null, position: BigInt(reportsMax + 10) }]);
    expect(await fleet.arrivals(500n)).toMatchObject([{ appliedAt: expect.any(Date) }]);
  });
});
