import { randomUUID } from 'node:crypto';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { localVerifiersMax } from './fleet.js';
import { FleetTable, LocalFleetTable, fleetMigrations } from './index.js';

const [shop, bank] = ['key_shop', 'key_bank'] as const;
let database: TestDatabase;
let pool: pg.Pool;
let fleet: FleetTable;
let locals: LocalFleetTable;

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { fleet: fleetMigrations } });
  pool = createPool(database.url, { applicationName: 'spec' });
  fleet = new FleetTable(pool);
  locals = new LocalFleetTable(pool);
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

function member(name: string, id: string = randomUUID(), position = 1n) {
  return { id, name, stalenessMaxMs: 5_000, position };
}

async function registered(caller: string, name: string): Promise<string> {
  const id = randomUUID();
  expect(await locals.register(caller, member(name, id))).toBe(true);
  return id;
}

/** As if so long had passed since its lease was renewed. */
async function silent(id: string, minutes: number): Promise<void> {
  const text = `UPDATE fleet.verifier SET leased_until = clock_timestamp() - $2 * interval '1 minute' WHERE id = $1`;
  await pool.query(text, [id, minutes]);
}

async function present(): Promise<readonly string[]> {
  return (await fleet.present()).map(({ id }) => id);
}

describe('a local verifier on the register', () => {
  it('is there under its service key, reports, and says goodbye', async () => {
    const id = await registered(shop, 'a:1');
    expect(await locals.register(shop, member('a:1', id))).toBe(true);
    expect(await locals.renew(shop, id, 9n)).toBe(true);
    expect(await fleet.present()).toMatchObject([
      { id, kind: 'local', name: 'key_shop/a:1', state: 'live', position: 9n, stalenessMaxMs: 5_000 },
    ]);
    expect(await fleet.arrivals(9n)).toMatchObject([{ id, appliedAt: expect.any(Date) }]);
    await locals.leave(shop, id);
    expect(await present()).toEqual([]);
    expect(await locals.renew(shop, id, 10n)).toBe(false);
    expect(await locals.register(shop, member('a:1', id))).toBe(false);
  });

  it('is remembered for an hour after its lease has ended, and verifiers are for a day', async () => {
    const remembered = await registered(shop, 'a:1');
    const forgotten = await registered(shop, 'b:1');
    const verifier = randomUUID();
    await fleet.register(member('v:1', verifier));
    await silent(remembered, 59);
    await silent(forgotten, 61);
    await silent(verifier, 61);
    expect([...(await present())].sort()).toEqual([remembered, verifier].sort());
  });

  it('succeeds one of the same service key and name, once that has no lease any more', async () => {
    const before = await registered(shop, 'a:1');
    const elsewhere = await registered(bank, 'a:1');
    await silent(before, 1);
    await silent(elsewhere, 1);
    const after = await registered(shop, 'a:1');
    expect([...(await present())].sort()).toEqual([after, elsewhere].sort());
  });
});

describe('nobody', () => {
  it('renews, ends or takes what is another’s', async () => {
    const id = await registered(shop, 'a:1');
    expect(await locals.renew(bank, id, 99n)).toBe(false);
    expect(await locals.register(bank, member('a:1', id))).toBe(false);
    await locals.leave(bank, id);
    expect(await fleet.present()).toMatchObject([{ id, state: 'live', position: 1n }]);
  });

  it('reports for a verifier, ends it, or takes its place', async () => {
    const id = randomUUID();
    await fleet.register(member('v:1', id));
    expect(await locals.renew(shop, id, 99n)).toBe(false);
    await locals.leave(shop, id);
    await silent(id, 1);
    await registered(shop, 'v:1');
    expect(await fleet.present()).toContainEqual(
      expect.objectContaining({ id, state: 'lapsed', position: 1n }),
    );
  });

  it('has more than so many, until one of them has ended', async () => {
    const first = await registered(shop, 'a:0');
    for (let count = 1; count < localVerifiersMax; count++) await registered(shop, `a:${count}`);
    expect(await locals.register(shop, member('one:more'))).toBe(false);
    await registered(bank, 'a:1');
    await locals.leave(shop, first);
    await registered(shop, 'one:more');
  });
});
