import type { DomainEvent } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import { LiveScopesQuery } from './live-scopes.js';
import { keyDirectory } from './projection.js';
import { KeyDirectoryQuery } from './query.js';
import { keyDirectoryEntity } from './row.js';

const now = Date.UTC(2026, 6, 1);
const before = new Date(now - 1).toISOString();
const after = new Date(now + 1).toISOString();
const at = new Date(now).toISOString();

const identity = (keyId: string) => ({ keyId, accountId: 'acme' });
const rotated = (keyId: string, endsAt: string | null): DomainEvent => {
  const overlap =
    endsAt === null
      ? ({ kind: 'until-drained', unusedForMs: 1, endsAt: null } as const)
      : ({ kind: 'fixed', endsAt } as const);
  return { type: 'KeyRotated', data: { ...identity(keyId), successorId: 'key_next', overlap } };
};
const wide = ['orders:*', 'mail:Send'];

const events: readonly DomainEvent[] = [
  keyCreated({ keyId: 'key_active', name: 'Active' }),
  keyCreated({ keyId: 'key_disabled', name: 'Disabled' }),
  { type: 'KeyDisabled', data: { ...identity('key_disabled'), reason: 'policy', comment: null } },
  keyCreated({ keyId: 'key_expires', name: 'Expires', expiresAt: after }),
  keyCreated({ keyId: 'key_expired', expiresAt: before }),
  keyCreated({ keyId: 'key_expiring', expiresAt: at }),
  keyCreated({ keyId: 'key_revoked' }),
  { type: 'KeyRevoked', data: { ...identity('key_revoked'), reason: 'leaked', comment: null } },
  keyCreated({ keyId: 'key_overlap', name: 'Overlap', scopes: wide }),
  rotated('key_overlap', after),
  keyCreated({ keyId: 'key_drains', name: 'Drains', scopes: ['mail:Send'] }),
  rotated('key_drains', null),
  keyCreated({ keyId: 'key_rotated' }),
  rotated('key_rotated', before),
  keyCreated({ keyId: 'key_drained' }),
  rotated('key_drained', null),
  {
    type: 'RotationCompleted',
    data: { ...identity('key_drained'), successorId: 'key_next', because: 'drained' },
  },
  keyCreated({ keyId: 'key_foreign', accountId: 'globex' }),
];

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: LiveScopesQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'live-scopes' });
  await writeChanges(pool, keyDirectory.tables, given(...events).flatMap(keyDirectory.project));
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [keyDirectoryEntity] });
  await dataSource.initialize();
  query = new LiveScopesQuery(pool);
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

describe('the scopes of live keys', () => {
  it('are counted by list, those of the most keys first', async () => {
    expect(await query.scopeLists('acme', now, 10)).toEqual({
      lists: [
        { scopes: ['orders:read'], keys: 3 },
        { scopes: ['mail:Send'], keys: 1 },
        { scopes: wide, keys: 1 },
      ],
      complete: true,
    });
    expect(await query.scopeLists('nobody', now, 10)).toEqual({ lists: [], complete: true });
  });

  it('are of the keys that the directory counts as live', async () => {
    const { lists } = await query.scopeLists('acme', now, 10);
    const directory = new KeyDirectoryQuery(dataSource, { now: () => now, monotonicMs: () => 0 });
    expect(lists.reduce((sum, { keys }) => sum + keys, 0)).toBe(await directory.countLive('acme'));
  });

  it('are told to be more than were asked for', async () => {
    const { lists, complete } = await query.scopeLists('acme', now, 2);
    expect([lists.length, complete]).toEqual([2, false]);
  });

  it('name the keys that hold exactly such a list, the newest first', async () => {
    const names = async (lists: string[][], keysMax = 10) =>
      (await query.keysHolding('acme', now, lists, keysMax)).map(({ name }) => name);
    expect(await names([['orders:read']])).toEqual(['Expires', 'Disabled', 'Active']);
    expect(await names([['orders:read'], wide], 2)).toEqual(['Overlap', 'Expires']);
    expect(await names([['mail:Send']])).toEqual(['Drains']);
    expect(await names([[...wide].reverse(), ['orders:*'], [], ['"', "'", '{}', '\\']])).toEqual([]);
    expect(await names([])).toEqual([]);
  });
});
