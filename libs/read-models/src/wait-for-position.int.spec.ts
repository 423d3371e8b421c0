import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { readModelMigrations } from './migrations/migrations.js';
import { waitForPosition } from './wait-for-position.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'wait-for-position' });
  await pool.query(
    `INSERT INTO read.checkpoint (name, version, position, updated_at)
     VALUES ('key-directory', 1, 10, now()), ('key-directory', 2, 99, now()), ('audit-log', 1, 99, now())`,
  );
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const readModel = { name: 'key-directory', version: 1 };
const generousMs = 30_000;

describe('waitForPosition', () => {
  it('is true at once where the read model is there or further', async () => {
    expect(await waitForPosition({ pool, readModel, position: 10n, timeoutMs: 0 })).toBe(true);
    expect(await waitForPosition({ pool, readModel, position: 9n, timeoutMs: 0 })).toBe(true);
  });

  it('is false when the time is up; other read models and versions do not count', async () => {
    expect(await waitForPosition({ pool, readModel, position: 11n, timeoutMs: 20 })).toBe(false);
  });

  it('is false where the projection never ran', async () => {
    const unknown = { name: 'unknown', version: 1 };
    expect(await waitForPosition({ pool, readModel: unknown, position: 1n, timeoutMs: 0 })).toBe(false);
    expect(await waitForPosition({ pool, readModel: unknown, position: 0n, timeoutMs: 0 })).toBe(true);
  });

  it('is false for a position beyond any log', async () => {
    expect(await waitForPosition({ pool, readModel, position: 10n ** 30n, timeoutMs: 0 })).toBe(false);
  });

  it('is true as soon as the read model gets there', async () => {
    const waiting = waitForPosition({ pool, readModel, position: 12n, timeoutMs: generousMs });
    await pool.query(`UPDATE read.checkpoint SET position = 12 WHERE name = 'key-directory' AND version = 1`);
    expect(await waiting).toBe(true);
  });

  it('ends when the caller has gone', async () => {
    const gone = new AbortController();
    const { signal } = gone;
    const waiting = waitForPosition({ pool, readModel, position: 1_000n, timeoutMs: generousMs, signal });
    gone.abort();
    expect(await waiting).toBe(false);
  });
});
