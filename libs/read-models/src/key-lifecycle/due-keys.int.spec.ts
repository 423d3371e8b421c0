import type { DomainEvent } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { keyDirectory } from '../key-directory/projection.js';
import { usageMigrations } from '../key-usage/migrations.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import { DueKeys } from './due-keys.js';

/** A page has 500 rows: with several keys at each instant, pages end in the middle of one. */
const keysCount = 1_203;
const keysPerInstant = 7;
const now = Date.UTC(2030, 0, 1);
const overlap = { kind: 'fixed', endsAt: new Date(now).toISOString() } as const;
const draining = { kind: 'until-drained', unusedForMs: 1_000, endsAt: null } as const;

let database: TestDatabase;
let pool: pg.Pool;
let due: DueKeys;

async function all<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

function eventsOf(index: number): readonly DomainEvent[] {
  const at = new Date(now - Math.floor(index / keysPerInstant)).toISOString();
  const ids = { keyId: `key_rotated_${index}`, accountId: 'acme' };
  const successorId = `key_successor_${index}`;
  return [
    keyCreated({ keyId: `key_expiring_${index}`, expiresAt: at }),
    keyCreated({ ...ids }),
    keyCreated({ keyId: successorId, rotatedFrom: ids.keyId }),
    { type: 'KeyRotated', data: { ...ids, successorId, overlap: { ...overlap, endsAt: at } } },
  ];
}

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'due-keys' });
  const events = Array.from({ length: keysCount }, (_, index) => eventsOf(index)).flat();
  await writeChanges(pool, keyDirectory.tables, given(...events).flatMap(keyDirectory.project));
  due = new DueKeys(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

function expectEachOnce(ids: readonly string[]): void {
  expect(ids).toHaveLength(keysCount);
  expect(new Set(ids).size).toBe(keysCount);
}

describe('keys that something is due for, beyond one page', () => {
  it('are each found once: expired ones', async () => expectEachOnce(await all(due.expired(now))));

  it('none before its instant', async () => {
    const latest = (await all(due.expired(now))).length - (await all(due.expired(now - 1))).length;
    expect(latest).toBe(keysPerInstant);
  });

  it('are each found once: those to remind of', async () =>
    expectEachOnce(await all(due.toRemind(now - 3_600_000, { daysBefore: 1, nearerDays: 0 }))));

  it('are each found once: those whose overlap is over', async () =>
    expectEachOnce(await all(due.withEndedOverlap(now))));

  it('are each found once: successors, in the order in which they came, all of them linked', async () => {
    const successors = await all(due.successors(0n, Date.UTC(2100, 0, 1)));
    expectEachOnce(successors.map(({ keyId }) => keyId));
    const positions = successors.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((one, other) => (one < other ? -1 : 1)));
    expect(successors.every(({ isLinked }) => isLinked)).toBe(true);
  });

  it('are each found once: drained ones', async () => {
    const until = JSON.stringify(draining);
    await pool.query('UPDATE read.key_directory SET overlap = $1 WHERE successor_id IS NOT NULL', [until]);
    await pool.query(`
      INSERT INTO usage.last_used (key_id, time, code, producer, sequence)
      SELECT key_id, created_at + interval '1 hour', 'VALID', 'p', 1 FROM read.key_directory
      WHERE rotated_from IS NOT NULL`);
    const drained = await all(due.drained());
    expectEachOnce(drained.map(({ keyId }) => keyId));
    expect(new Set(drained.map(({ unusedForMs }) => unusedForMs))).toEqual(new Set([3_600_000]));
  });
});
