import { randomUUID } from 'node:crypto';
import { compareLogs } from '@keyledger/event-log';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { createPool } from '@keyledger/platform';
import { readModelMigrations, readModels, readRelayCheckpoints } from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { RelayPositions, relayFromTheStart, withoutBroker } from './relay-positions.js';

let database: TestDatabase;
let pool: pg.Pool;
let said: string[];
const say = (line: string) => void said.push(line);

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'relay-positions' });
  said = [];
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function putCheckpoint(name: string, position: number, eventId: string | null): Promise<void> {
  await pool.query('INSERT INTO read.checkpoint VALUES ($1, 1, $2, $3, now())', [name, position, eventId]);
}

async function checkpoints(): Promise<readonly unknown[]> {
  return (await readRelayCheckpoints(pool)).map(({ name, checkpoint }) => [name, checkpoint]);
}

describe('RelayPositions', () => {
  it('moves relays to the same event of another log, and leaves read models alone', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const [source, target] = [new MemoryEventLog(), new MemoryEventLog()];
    for (const id of ids) {
      for (const log of [source, target]) {
        await log.append('key-a', [{ id, type: 'Tried', data: {}, metadata: {} }], 'any');
      }
    }
    await putCheckpoint('key-events', 2_000, ids[1] ?? '');
    await putCheckpoint('key-state', 9_000, randomUUID());
    await putCheckpoint('just-made', 0, null);
    await putCheckpoint(readModels[0]?.name ?? '', 2_000, ids[1] ?? '');
    const relays = await RelayPositions.read(pool);
    await compareLogs(source, target, { onEqual: relays.note });
    await relays.move(pool, say);
    expect(await checkpoints()).toEqual([
      ['just-made', { position: 0n, eventId: null }],
      ['key-events', { position: 2n, eventId: ids[1] }],
      ['key-state', { position: 0n, eventId: null }],
    ]);
    expect(said).toEqual([
      'just-made@1 relays from the start',
      'moved key-events@1',
      'key-state@1 relays from the start',
    ]);
    const { rows } = await pool.query('SELECT position FROM read.checkpoint WHERE name = $1', [
      readModels[0]?.name,
    ]);
    expect(rows).toEqual([{ position: 2_000n }]);
  });

  it('lets relays begin anew for another broker', async () => {
    await putCheckpoint('key-events', 2_000, randomUUID());
    await relayFromTheStart(pool, say);
    expect(await checkpoints()).toEqual([['key-events', { position: 0n, eventId: null }]]);
  });

  it('tells webhooks nothing again because of another broker', async () => {
    const eventId = randomUUID();
    await putCheckpoint('webhooks', 2_000, eventId);
    await relayFromTheStart(pool, say, withoutBroker);
    expect(await checkpoints()).toEqual([['webhooks', { position: 2_000n, eventId }]]);
    await relayFromTheStart(pool, say);
    expect(await checkpoints()).toEqual([['webhooks', { position: 0n, eventId: null }]]);
  });
});
