import type { DomainEvent } from '@keyledger/contracts';
import { isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import { keyDirectory } from './projection.js';
import { type ListKeysRequest, KeyDirectoryQuery } from './query.js';
import { keyDirectoryEntity } from './row.js';

const dayMs = 86_400_000;
const of = (keyId: string) => ({ keyId, accountId: 'acme' });

// Events are recorded a minute apart, from the start of 2026 on: the plain key comes first.
const events: readonly DomainEvent[] = [
  keyCreated({ keyId: 'key_plain' }),
  keyCreated({ keyId: 'key_disabled' }),
  { type: 'KeyDisabled', data: { ...of('key_disabled'), reason: 'unused', comment: null } },
  keyCreated({ keyId: 'key_revoked' }),
  { type: 'KeyRevoked', data: { ...of('key_revoked'), reason: 'leaked', comment: null } },
  keyCreated({ keyId: 'key_expired', expiresAt: '2026-02-01T00:00:00.000Z' }),
  keyCreated({ keyId: 'key_rotated' }),
  {
    type: 'KeyRotated',
    data: {
      ...of('key_rotated'),
      successorId: 'key_successor',
      overlap: { kind: 'until-drained', unusedForMs: dayMs, endsAt: null },
    },
  },
];

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: KeyDirectoryQuery;
let now = 0;
let createdAtMs: number;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'rotation-due' });
  await writeChanges(pool, keyDirectory.tables, given(...events).flatMap(keyDirectory.project));
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [keyDirectoryEntity] });
  await dataSource.initialize();
  query = new KeyDirectoryQuery(dataSource, { now: () => now, monotonicMs: () => 0 });
  createdAtMs = Date.parse((await query.get('key_plain'))?.createdAt ?? '');
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

/** Ids, and whether each is due as it is shown. */
async function list(filters: Partial<ListKeysRequest>): Promise<ReadonlyMap<string, boolean>> {
  const page = await query.list({ accountId: 'acme', ...filters });
  if (isRefusal(page)) throw new Error(page.detail);
  return new Map(page.items.map(({ keyId, rotationDue }) => [keyId, rotationDue]));
}

describe('XN-10: keys older than 90 days', () => {
  it('are flagged from that very instant on', async () => {
    now = createdAtMs + 90 * dayMs - 1;
    expect((await query.get('key_plain'))?.rotationDue).toBe(false);
    expect(await list({ rotationDue: true })).toEqual(new Map());
    now += 1;
    expect((await query.get('key_plain'))?.rotationDue).toBe(true);
    expect(await list({ rotationDue: true })).toEqual(new Map([['key_plain', true]]));
  });

  it('are flagged where they live and have no successor, and found by that', async () => {
    now = createdAtMs + 91 * dayMs;
    const due = new Map([
      ['key_disabled', true],
      ['key_plain', true],
    ]);
    expect(await list({ rotationDue: true })).toEqual(due);
    const others = [...(await list({ rotationDue: false }))];
    expect(others.map(([keyId]) => keyId)).toEqual(['key_rotated', 'key_expired', 'key_revoked']);
    expect(others.every(([, isDue]) => !isDue)).toBe(true);
    expect([...(await list({})).values()].filter(Boolean)).toHaveLength(due.size);
  });
});
