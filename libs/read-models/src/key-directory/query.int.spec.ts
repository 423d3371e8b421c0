import type { DomainEvent } from '@keyledger/contracts';
import { isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { given, keyCreated } from '../spec-events.js';
import { readModelMigrations } from '../migrations/migrations.js';
import type { Page } from '../paging/page.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { keyDirectory } from './projection.js';
import type { KeyFilters } from './filters.js';
import type { KeyView } from './key-view.js';
import { KeyDirectoryQuery } from './query.js';
import { keyDirectoryEntity } from './row.js';

const now = Date.UTC(2026, 5, 1);
const past = new Date(now).toISOString(); // at its expiry a key is expired
const future = new Date(now + 1).toISOString();

const of = (keyId: string) => ({ keyId, accountId: 'acme' });

const events: readonly DomainEvent[] = [
  keyCreated({ keyId: 'key_plain', name: 'Plain', tags: [], owner: null, environment: null }),
  keyCreated({
    keyId: 'key_tagged',
    name: 'Tagged',
    tags: ['blue', 'A,B'],
    owner: 'o"x',
    environment: 'staging',
  }),
  keyCreated({ keyId: 'key_disabled', name: 'Off', tags: ['blue'] }),
  { type: 'KeyDisabled', data: { ...of('key_disabled'), reason: 'unused', comment: 'why not' } },
  keyCreated({ keyId: 'key_expired', name: 'Old', expiresAt: past }),
  keyCreated({ keyId: 'key_expired_disabled', name: 'Old and off', expiresAt: past }),
  { type: 'KeyDisabled', data: { ...of('key_expired_disabled'), reason: 'other', comment: null } },
  keyCreated({ keyId: 'key_revoked', name: 'Gone', expiresAt: past }),
  { type: 'KeyRevoked', data: { ...of('key_revoked'), reason: 'leaked', comment: null } },
  keyCreated({
    keyId: 'key_future',
    name: '100% ÉCLAIR_ \\o/',
    description: "It's O'Hara",
    expiresAt: future,
    visibleStart: 'kl_test_Zz',
  }),
  keyCreated({ keyId: 'key_foreign', accountId: 'globex', name: 'Plain', tags: ['blue'] }),
];

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: KeyDirectoryQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'key-directory' });
  await writeChanges(pool, keyDirectory.tables, given(...events).flatMap(keyDirectory.project));
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [keyDirectoryEntity] });
  await dataSource.initialize();
  query = new KeyDirectoryQuery(dataSource, { now: () => now, monotonicMs: () => 0 });
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

async function list(
  filters: KeyFilters & { limit?: number; cursor?: string | null } = {},
): Promise<Page<KeyView>> {
  const page = await query.list({ accountId: 'acme', ...filters });
  if (isRefusal(page)) throw new Error(page.detail);
  return page;
}

async function idsOf(filters: KeyFilters): Promise<readonly string[]> {
  return (await list(filters)).items.map(({ keyId }) => keyId);
}

describe('get', () => {
  it('answers with everything that is known of a key', async () => {
    expect(await query.get('key_disabled')).toEqual({
      keyId: 'key_disabled',
      accountId: 'acme',
      name: 'Off',
      attributes: {},
      profile: 'keyledger',
      kind: 'key',
      rotatedFrom: null,
      rotation: null,
      rotationDue: true,
      description: null,
      tags: ['blue'],
      owner: 'team-a',
      environment: 'production',
      scopes: ['orders:read'],
      ipAllowlist: { enforced: false, entries: [] },
      limits: [],
      expiresAt: null,
      status: 'disabled',
      statusChange: {
        reason: 'unused',
        comment: 'why not',
        at: '2026-01-01T00:03:00.000Z',
        by: 'key_admin1',
      },
      visibleStart: 'kl_live_abcd',
      createdAt: '2026-01-01T00:02:00.000Z',
      createdBy: 'key_admin0',
      updatedAt: '2026-01-01T00:03:00.000Z',
      revision: 1,
      position: 40n,
    });
  });

  it('answers with null for an unknown key', async () => {
    expect(await query.get("key_' OR true --")).toBeNull();
  });

  it.each([
    ['key_plain', 'active'],
    ['key_future', 'active'],
    ['key_expired', 'expired'],
    ['key_expired_disabled', 'expired'],
    ['key_revoked', 'revoked'],
  ])('%s is %s', async (keyId, status) => {
    expect((await query.get(keyId))?.status).toBe(status);
  });
});

describe('list', () => {
  it('has the keys of one account, newest first', async () => {
    expect(await idsOf({})).toEqual([
      'key_future',
      'key_revoked',
      'key_expired_disabled',
      'key_expired',
      'key_disabled',
      'key_tagged',
      'key_plain',
    ]);
  });

  it.each<[KeyFilters, readonly string[]]>([
    [{ status: 'active' }, ['key_future', 'key_tagged', 'key_plain']],
    [{ status: 'disabled' }, ['key_disabled']],
    [{ status: 'expired' }, ['key_expired_disabled', 'key_expired']],
    [{ status: 'revoked' }, ['key_revoked']],
    [{ tag: ['blue'] }, ['key_disabled', 'key_tagged']],
    [{ tag: ['A,B'] }, ['key_tagged']],
    [{ tag: ['{blue}'] }, []],
    [{ environment: 'staging' }, ['key_tagged']],
    [{ owner: 'o"x' }, ['key_tagged']],
    [{ tag: ['blue'], status: 'active' }, ['key_tagged']],
    [{ q: 'plain' }, ['key_plain']],
    [{ q: 'PLAI' }, ['key_plain']],
    [{ q: 'éclair' }, ['key_future']],
    [{ q: '%' }, ['key_future']],
    [{ q: '100%' }, ['key_future']],
    [{ q: '0_' }, []],
    [{ q: 'r_ ' }, ['key_future']],
    [{ q: '\\O' }, ['key_future']],
    [{ q: '\\' }, ['key_future']],
    [{ q: "o'hara" }, ['key_future']],
    [{ q: "'; DROP TABLE read.key_directory; --" }, []],
    [{ q: ':accountId' }, []],
    [{ q: 'a,b' }, ['key_tagged']],
    [{ q: 'key_pl' }, ['key_plain']],
    [{ q: 'test_zz' }, ['key_future']],
    [{ q: 'nowhere' }, []],
  ])('filters by %j', async (filters, expected) => {
    expect(await idsOf(filters)).toEqual(expected);
  });
});

describe('pages', () => {
  it.each([1, 2, 3, 7, 8])('of %i hold every key once and end', async (limit) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<KeyView> = await list({ limit, cursor });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items.map(({ keyId }) => keyId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(await idsOf({}));
  });

  it('keep their filters', async () => {
    const first = await list({ status: 'active', limit: 2 });
    const second = await list({ status: 'active', limit: 2, cursor: first.nextCursor });
    expect(second.items.map(({ keyId }) => keyId)).toEqual(['key_plain']);
    expect(second.nextCursor).toBeNull();
  });

  it('bring a limit out of range into it', async () => {
    expect((await list({ limit: 0 })).items.length).toBe(1);
    expect((await list({ limit: 1e9 })).items.length).toBe(7);
  });

  it.each([
    ['another account', { accountId: 'globex' }],
    ['other filters', { accountId: 'acme', tag: ['blue'] }],
  ])('refuse the cursor of %s', async (_other, request) => {
    const { nextCursor } = await list({ limit: 1 });
    expect(await query.list({ ...request, cursor: nextCursor })).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it.each(['', 'x', "' OR 1=1 --", '🗝️', '0'.repeat(22), '='.repeat(22), 'a'.repeat(10_000)])(
    'refuse %p as a cursor',
    async (cursor) => {
      expect(await query.list({ accountId: 'acme', cursor })).toMatchObject({ code: 'INVALID_CURSOR' });
    },
  );
});
