import { randomUUID } from 'node:crypto';
import { toNewEvent } from '@keyledger/contracts';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { createPool, sleep } from '@keyledger/platform';
import { LogMismatchError, readModelMigrations, verification } from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase, exampleKeyCreated } from '@keyledger/testing';
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

const metadata = {
  ...{ actor: 'admin', clientAddress: null, userAgent: null, requestId: 'r' },
  ...{ correlationId: 'c', causationId: 'r', time: '2030-01-01T00:00:00.000Z' },
};

async function logOf(...ids: readonly string[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog();
  for (const id of ids) await log.append('key-a', [toNewEvent(exampleKeyCreated, metadata, id)], 'any');
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

describe('whether a live index holds what the log holds', () => {
  const started = async (events: number) => {
    const log = await logOf(...Array.from({ length: events }, () => randomUUID()));
    const stopping = new AbortController();
    const source = verificationSource(log, pool);
    const batches = source.subscribe(0n, stopping.signal)[Symbol.asyncIterator]();
    return { source, batches, stop: () => stopping.abort() };
  };

  it('is so once what was ahead of it has been applied, however much is written meanwhile', async () => {
    const { source, batches, stop } = await started(3);
    const asked = source.hasEventsAfter(0n);
    await batches.next();
    const unapplied = Symbol('still asking');
    expect(await Promise.race([asked, sleep(20).then(() => unapplied)])).toBe(unapplied);
    void batches.next();
    expect(await asked).toBe(false);
    stop();
  });

  it('is not so where it does not arrive, or where much is ahead', async () => {
    const { source, stop } = await started(3);
    expect(await source.hasEventsAfter(0n)).toBe(true);
    const far = await started(500);
    expect(await far.source.hasEventsAfter(0n)).toBe(true);
    expect(await far.source.hasEventsAfter(500n)).toBe(false);
    stop();
    far.stop();
  });
});
