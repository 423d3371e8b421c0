import type { LedgerEvent } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import {
  type TestDatabase,
  accountEventSequences,
  createTestDatabase,
  keyEventSequences,
} from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { foldLog } from '../fold-log.js';
import { given, keyCreated } from '../spec-events.js';
import { keyDirectory } from '../key-directory/projection.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { readModels } from '../registry.js';
import { readTables } from '../table-rows.js';
import { deleteRow } from '../row-change.js';
import { keyDirectoryTable } from '../key-directory/row.js';
import { writeChanges } from './write-changes.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'write-changes' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function emptyTables(): Promise<void> {
  const names = readModels.flatMap(({ tables }) => tables.map(({ name }) => `read.${name}`));
  await pool.query(`TRUNCATE ${names.join(', ')}`);
}

async function writeInBatches(events: readonly LedgerEvent[], size: number): Promise<void> {
  for (let start = 0; start < events.length; start += size) {
    const batch = events.slice(start, start + size);
    for (const readModel of readModels) {
      await writeChanges(pool, readModel.tables, batch.flatMap(readModel.project));
    }
  }
}

describe('writeChanges', () => {
  it('leaves in Postgres the rows that the same changes leave in memory, whatever the events and batches', async () => {
    const sequences = fc.tuple(
      fc.array(fc.tuple(fc.constantFrom('key_a', 'key_b'), keyEventSequences), { maxLength: 4 }),
      accountEventSequences,
    );
    await fc.assert(
      fc.asyncProperty(sequences, fc.integer({ min: 1, max: 30 }), async ([keys, account], size) => {
        const ofKeys = keys.flatMap(([keyId, events]) =>
          events.map((event) => ({ ...event, data: { ...event.data, keyId } }) as LedgerEvent['event']),
        );
        const events = given(...ofKeys, ...account);
        await emptyTables();
        await writeInBatches(events, size);
        expect(await readTables(pool, readModels)).toEqual(foldLog(events, readModels));
      }),
      { numRuns: 40 },
    );
  });

  it('stores texts that mean something to SQL, JSON or arrays as they are', async () => {
    const odd = [`'; DROP TABLE read.key_directory; --`, '{a,"b"}', '\\', 'NULL', '"', '', '🗝️ é', '%_'];
    const events = given(
      keyCreated({ name: odd.join(' '), description: odd[0] ?? '', tags: odd, scopes: odd }),
    );
    await emptyTables();
    await writeInBatches(events, 1);
    expect(await readTables(pool, readModels)).toEqual(foldLog(events, readModels));
  });

  it('deletes rows by key', async () => {
    const events = given(keyCreated({ keyId: 'key_a' }), keyCreated({ keyId: 'key_b' }));
    await emptyTables();
    await writeInBatches(events, 2);
    await writeChanges(pool, keyDirectory.tables, [deleteRow(keyDirectoryTable, { keyId: 'key_a' })]);
    const rows = (await readTables(pool, [keyDirectory])).get('read.key_directory');
    expect(rows?.map(({ keyId }) => keyId)).toEqual(['key_b']);
  });

  it('refuses a change of a column that the table lacks', async () => {
    const change = {
      kind: 'patch',
      table: 'key_directory',
      key: { keyId: 'key_a' },
      changes: { nmae: 'x' },
    } as const;
    await expect(writeChanges(pool, keyDirectory.tables, [change])).rejects.toThrow(/nmae/);
  });
});
