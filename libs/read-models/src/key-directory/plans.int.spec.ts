import { isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { usageMigrations } from '../key-usage/migrations.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { findKeysByDigest } from '../verification/find-by-digest.js';
import { type ListKeysRequest, KeyDirectoryQuery } from './query.js';
import { keyDirectoryEntity } from './row.js';

const accounts = 100;
const keys = 100_000;

// Half of them are of one account, and all tags, owners and attributes occur in all accounts.
const fillKeys = `
INSERT INTO read.key_directory (
  key_id, account_id, name, tags, owner, scopes, ip_allowlist, expires_at, status, visible_start, created_at,
  created_by, created_position, updated_at, revision, position, attributes, profile, kind, expiry_recorded
)
SELECT 'key_' || n, 'account-' || CASE WHEN n % 2 = 0 THEN 0 ELSE n % ${accounts} END, 'Key ' || n,
  ARRAY['every', 'tag-' || n % 1000], 'user-' || n % 500, ARRAY['a:B'], '{"enforced":false,"entries":[]}',
  CASE WHEN n % 3 = 0 THEN timestamptz '2030-01-01' + n * interval '1 minute' END,
  CASE WHEN n % 50 = 0 THEN 'revoked' ELSE 'active' END, 'kl_live_abcd', timestamptz '2026-01-01' + n * interval '1 s',
  'key_admin' || n % 200, n, now(), 0, n,
  jsonb_build_object('team', 'team-' || n % 300, 'createdByUser', 'user-' || n % 700), 'keyledger', 'key', false
FROM generate_series(1, ${keys}) AS n`;

const fillVerification = `
INSERT INTO read.verification_key (key_id, account_id, digest, status, scopes, ip_allowlist)
SELECT key_id, account_id, encode(sha256(key_id::bytea), 'base64'), status, scopes, ip_allowlist
FROM read.key_directory`;

const fillUsage = `
INSERT INTO usage.last_used
SELECT key_id, created_at + interval '1 day', NULL, NULL, 'VALID', 'p', 1 FROM read.key_directory
WHERE created_position % 2 = 0`;

interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
}

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: KeyDirectoryQuery;
const asked: Asked[] = [];

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'plans' });
  for (const fill of [fillKeys, fillVerification, fillUsage]) await pool.query(fill);
  await pool.query('VACUUM ANALYZE');
  dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities: [keyDirectoryEntity],
    logging: ['query'],
    logger: {
      ...{ logQueryError: () => undefined, logQuerySlow: () => undefined, logSchemaBuild: () => undefined },
      ...{ logMigration: () => undefined, log: () => undefined },
      logQuery: (text, values) => asked.push({ text, values: values as readonly unknown[] }),
    },
  }).initialize();
  query = new KeyDirectoryQuery(dataSource, { now: () => Date.UTC(2030, 0, 15), monotonicMs: () => 0 });
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

async function planOf({ text, values }: Asked): Promise<string> {
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...values]);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

type Wanted = Omit<ListKeysRequest, 'accountId'>;

async function planOfList(accountId: string, wanted: Wanted): Promise<string> {
  asked.length = 0;
  await query.list({ accountId, ...wanted });
  const [list] = asked;
  if (list === undefined) throw new Error('Nothing was asked');
  return planOf(list);
}

const at = Date.UTC(2030, 1, 1);

describe.each(['account-0', 'account-1', 'account-none'])(`among ${keys} keys, those of %s`, (accountId) => {
  it.each<[Wanted]>([
    [{}],
    [{ revoked: false }],
    [{ status: 'expired' }],
    [{ tag: ['every'] }],
    [{ tag: ['every', 'tag-7'] }],
    [{ tag: ['none'] }],
    [{ owner: 'user-7' }],
    [{ user: 'user-7' }],
    [{ user: 'nobody' }],
    [{ createdBy: 'key_admin7' }],
    [{ createdBy: 'nobody' }],
    [{ attribute: { team: 'team-7' } }],
    [{ attribute: { team: 'none' } }],
    [{ expiresAfter: at, expiresBefore: at + 86_400_000 }],
    [{ usedAfter: at }],
    [{ usedBefore: at }],
    [{ unusedSince: at }],
    [{ live: true, neverUsed: true }],
    [{ live: true, scope: '*:*' }],
  ])('are found by %j without a look at every key there is', async (wanted) => {
    const plan = await planOfList(accountId, wanted);
    expect(plan).not.toContain('Seq Scan');
  });
});

describe.each([
  { sort: 'name', order: 'asc', index: 'key_directory_by_name' },
  { sort: 'name', order: 'desc', index: 'key_directory_by_name' },
  { sort: 'expires', order: 'asc', index: 'key_directory_by_end' },
  { sort: 'expires', order: 'desc', index: 'key_directory_by_end' },
  { sort: 'created', order: 'asc', index: 'key_directory_by_account' },
] as const)('a list by $sort, $order', ({ index, ...sorting }) => {
  it.each([0, 1])('is read from an index and not sorted, %i pages in', async (pages) => {
    const first = await query.list({ accountId: 'account-0', ...sorting });
    if (isRefusal(first)) throw new Error(first.detail);
    const plan = await planOfList('account-0', {
      ...sorting,
      cursor: pages === 0 ? null : first.nextCursor,
    });
    expect(plan).toContain(index);
    expect(plan).not.toContain('Sort');
  });
});

describe('what no index sorts', () => {
  it.each<[Wanted]>([[{ q: 'nowhere' }], [{ sort: 'lastUsed' }]])(
    'is looked for among the keys of one account: %j',
    async (wanted) => {
      expect(await planOfList('account-1', wanted)).not.toContain('Seq Scan');
    },
  );
});

describe('a key', () => {
  it('is found by its digest with one look-up', async () => {
    const digest = 'a'.repeat(43);
    const recording = {
      query: (text: string, values: readonly unknown[]) => {
        asked.push({ text, values });
        return pool.query(text, [...values]);
      },
    };
    asked.length = 0;
    await findKeysByDigest(recording as unknown as pg.Pool, digest, null);
    const [find] = asked;
    expect(find && (await planOf(find))).toContain('verification_key_by_digest');
  });
});
