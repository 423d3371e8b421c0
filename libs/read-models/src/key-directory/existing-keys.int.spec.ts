import { createPool } from '@keyledger/platform';
import { createTestDatabase } from '@keyledger/testing';
import { expect, it } from '@jest/globals';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import { existingKeys } from './existing-keys.js';
import { keyDirectory } from './projection.js';

it('tells the ids of keys from others', async () => {
  const database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  const pool = createPool(database.url, { applicationName: 'existing keys' });
  const events = given(keyCreated({ keyId: 'key_1' }), keyCreated({ keyId: 'key_2' }));
  await writeChanges(pool, keyDirectory.tables, events.flatMap(keyDirectory.project));
  expect(await existingKeys(pool, ['key_1', 'key_2', 'key_3', ''])).toEqual(new Set(['key_1', 'key_2']));
  expect(await existingKeys(pool, [])).toEqual(new Set());
  await pool.end();
  await database.drop();
});
