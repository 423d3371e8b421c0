import { randomUUID } from 'node:crypto';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { createPool } from '@keyledger/platform';
import { LogMismatchError, readModelMigrations, verification } from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { verificationSource } from './verification-source.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'verification source' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function logOf(...ids: readonly string[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog();
  for (const id of ids) await log.append('key-a', [{ id, type: 'Tried', data: {}, metadata: {} }], 'any');
  return log;
}

/** Of the snapshot, which is read to its end: it holds a connection until then. */
async function positionOn(log: MemoryEventLog): Promise<bigint> {
  const { position, rows } = await verificationSource(log, pool).snapshot();
  for await (const page of rows) expect(page).toEqual([]);
  return position;
}

describe('the snapshot of a live index', () => {
  it('is taken from rows that were folded from the log that goes on, and from no other', async () => {
    const ids = [randomUUID(), randomUUID()];
    expect(await positionOn(await logOf())).toBe(0n);
    const values = [verification.name, verification.version, ids[1]];
    await pool.query('INSERT INTO read.checkpoint VALUES ($1, $2, 2, $3, now())', values);
    expect(await positionOn(await logOf(...ids))).toBe(2n);
    for (const other of [await logOf(randomUUID(), randomUUID()), await logOf(randomUUID())]) {
      await expect(positionOn(other)).rejects.toThrow(LogMismatchError);
    }
  });
});
