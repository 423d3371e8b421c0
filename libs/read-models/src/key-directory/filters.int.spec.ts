import type { DomainEvent } from '@keyledger/contracts';
import { isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { usageMigrations } from '../key-usage/migrations.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import type { KeyFilters } from './filters.js';
import { keyDirectory } from './projection.js';
import { KeyDirectoryQuery } from './query.js';
import { keyDirectoryEntity } from './row.js';

// Events are recorded a minute apart, from the start of 2026 on.
const second = Date.UTC(2026, 0, 1, 0, 1);
const june = Date.UTC(2026, 5, 1);
const july = Date.UTC(2026, 6, 1);
const august = Date.UTC(2026, 7, 1);

const events: readonly DomainEvent[] = [
  keyCreated({ keyId: 'key_plain', tags: ['blue'], owner: null, scopes: ['*:*'] }),
  keyCreated({ keyId: 'key_mine', tags: ['blue', 'red'], owner: 'u-1', attributes: { team: 'billing' } }),
  keyCreated({
    keyId: 'key_made',
    tags: ['red'],
    owner: 'u-2',
    attributes: { createdByUser: 'u-1', team: 'billing', tier: '1' },
  }),
  keyCreated({ keyId: 'key_june', tags: [], owner: 'u-10', expiresAt: new Date(june).toISOString() }),
  keyCreated({ keyId: 'key_july', tags: [], owner: 'u-2', expiresAt: new Date(july).toISOString() }),
  keyCreated({ keyId: 'key_gone', tags: ['blue', 'red'], owner: 'u-1' }),
  {
    type: 'KeyRevoked',
    data: { keyId: 'key_gone', accountId: 'acme', reason: 'leaked', comment: null },
  },
  keyCreated({ keyId: 'key_foreign', accountId: 'globex', tags: ['blue', 'red'], owner: 'u-1' }),
];

const uses: readonly (readonly [keyId: string, at: number])[] = [
  ['key_mine', june],
  ['key_made', july],
  ['key_foreign', june],
];

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: KeyDirectoryQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'key-directory' });
  await writeChanges(pool, keyDirectory.tables, given(...events).flatMap(keyDirectory.project));
  for (const [keyId, at] of uses) {
    await pool.query(`INSERT INTO usage.last_used VALUES ($1, $2, NULL, NULL, 'VALID', 'p', 1)`, [
      keyId,
      new Date(at),
    ]);
  }
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [keyDirectoryEntity] });
  await dataSource.initialize();
  query = new KeyDirectoryQuery(dataSource, { now: () => second, monotonicMs: () => 0 });
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

async function idsOf(filters: KeyFilters & { readonly limit?: number }): Promise<readonly string[]> {
  const page = await query.list({ accountId: 'acme', ...filters });
  if (isRefusal(page)) throw new Error(page.detail);
  return page.items.map(({ keyId }) => keyId.replace('key_', ''));
}

describe('keys are found', () => {
  it.each<[string, KeyFilters, readonly string[]]>([
    ['that carry all of several tags (TX-4)', { tag: ['red', 'blue'] }, ['gone', 'mine']],
    ['by no tag that only some carry', { tag: ['red', 'green'] }, []],
    ['whatever their status, but for revoked ones', { tag: ['blue'], revoked: false }, ['mine', 'plain']],
    ['by who created them', { createdBy: 'key_admin0', revoked: false }, ['july', 'made', 'plain']],
    ['by who created them: nobody of that name', { createdBy: "key_' OR true --" }, []],
    ['by the user they are assigned to or were created by (SG-1)', { user: 'u-1' }, ['gone', 'made', 'mine']],
    ['by the assigned user alone', { owner: 'u-1' }, ['gone', 'mine']],
    ['by an attribute', { attribute: { team: 'billing' } }, ['made', 'mine']],
    ['by several attributes', { attribute: { team: 'billing', tier: '1' } }, ['made']],
    ['by an attribute of another value', { attribute: { tier: '10' } }, []],
    ['that expire from an instant on', { expiresAfter: june }, ['july', 'june']],
    ['that expire after it', { expiresAfter: june + 1 }, ['july']],
    ['that expire before an instant', { expiresBefore: july }, ['june']],
    ['that expire within a window', { expiresAfter: june, expiresBefore: july }, ['june']],
    ['that were used from an instant on', { usedAfter: june }, ['made', 'mine']],
    ['that were used within a window', { usedAfter: june + 1, usedBefore: august }, ['made']],
    ['that were last used before an instant', { usedBefore: july }, ['mine']],
    [
      'that are unused since an instant (WX-10)',
      { unusedSince: july, revoked: false },
      ['july', 'june', 'mine', 'plain'],
    ],
    ['that are unused since they were created before it', { unusedSince: second }, ['plain']],
    ['that were never used', { neverUsed: true, revoked: false }, ['july', 'june', 'plain']],
    ['that do not expire', { everlasting: true, user: 'u-1' }, ['gone', 'made', 'mine']],
    ['that hold a scope', { scope: '*:*' }, ['plain']],
    ['that can be used, or can be again', { live: true, user: 'u-1' }, ['made', 'mine']],
    ['by filters together', { user: 'u-1', tag: ['red'], usedAfter: july }, ['made']],
  ])('%s', async (_what, filters, expected) => {
    expect(await idsOf(filters)).toEqual(expected);
  });

  it('in pages that keep every filter', async () => {
    const filters = { tag: ['blue'], unusedSince: august, limit: 1 };
    const first = await query.list({ accountId: 'acme', ...filters });
    if (isRefusal(first)) throw new Error(first.detail);
    const { nextCursor: cursor } = first;
    expect(await query.list({ accountId: 'acme', ...filters, cursor })).toMatchObject({
      items: [{ keyId: 'key_mine' }],
    });
    for (const other of [{ unusedSince: july }, { tag: ['blue', 'red'] }, { attribute: { a: 'b' } }]) {
      expect(await query.list({ accountId: 'acme', ...filters, ...other, cursor })).toMatchObject({
        code: 'INVALID_CURSOR',
      });
    }
  });
});

describe('tags', () => {
  it('are counted by account, revoked keys aside, the most frequent first', async () => {
    expect(await query.tags('acme', 10)).toEqual([
      { tag: 'blue', keys: 2 },
      { tag: 'red', keys: 2 },
    ]);
    expect(await query.tags('acme', 1)).toEqual([{ tag: 'blue', keys: 2 }]);
    expect(await query.tags('initech', 10)).toEqual([]);
  });
});
