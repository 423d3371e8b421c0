import type { DomainEvent } from '@keyledger/contracts';
import { isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { usageMigrations } from '../key-usage/migrations.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { encodeKeysetCursor } from '../paging/keyset-cursor.js';
import type { Page } from '../paging/page.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import type { KeyView } from './key-view.js';
import { keyDirectory } from './projection.js';
import { KeyDirectoryQuery, type ListKeysRequest } from './query.js';
import { keyDirectoryEntity } from './row.js';
import type { KeySort, KeySorting, SortOrder } from './sorting.js';

const june = '2026-06-01T00:00:00.000Z';
const july = '2026-07-01T00:00:00.001Z';

// Ids and names are in other orders than creation; two of each are alike.
const events: readonly DomainEvent[] = [
  keyCreated({ keyId: 'key_e', name: 'beta', expiresAt: july }),
  keyCreated({ keyId: 'key_b', name: 'Beta', expiresAt: null }),
  keyCreated({ keyId: 'key_d', name: 'alpha', expiresAt: june }),
  keyCreated({ keyId: 'key_a', name: 'Élan', expiresAt: june }),
  keyCreated({ keyId: 'key_f', name: 'Zulu', expiresAt: null }),
  keyCreated({ keyId: 'key_c', name: 'Zulu', expiresAt: july }),
  keyCreated({ keyId: 'key_foreign', accountId: 'globex', name: 'alpha', expiresAt: june }),
];

const uses = [
  ['key_a', july],
  ['key_e', june],
  ['key_f', june],
  ['key_foreign', june],
] as const;

const ascending: Readonly<Record<KeySort, string>> = {
  created: 'ebdafc',
  name: 'debacf',
  lastUsed: 'bcdefa',
  expires: 'adcebf',
};
const sorts = Object.keys(ascending) as readonly KeySort[];
const orders: readonly SortOrder[] = ['asc', 'desc'];
const sortings = sorts.flatMap((sort) => orders.map((order) => ({ sort, order })));

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;
let query: KeyDirectoryQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'key-sorting' });
  await write(...events);
  for (const [keyId, at] of uses) {
    await pool.query(`INSERT INTO usage.last_used VALUES ($1, $2, NULL, NULL, 'VALID', 'p', 1)`, [keyId, at]);
  }
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [keyDirectoryEntity] });
  await dataSource.initialize();
  query = new KeyDirectoryQuery(dataSource, { now: () => Date.UTC(2026, 0, 2), monotonicMs: () => 0 });
});

afterAll(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

async function write(...facts: readonly DomainEvent[]): Promise<void> {
  await writeChanges(pool, keyDirectory.tables, given(...facts).flatMap(keyDirectory.project));
}

async function list(wanted: Partial<ListKeysRequest>): Promise<Page<KeyView>> {
  const page = await query.list({ accountId: 'acme', ...wanted });
  if (isRefusal(page)) throw new Error(page.detail);
  return page;
}

const lettersOf = ({ items }: Page<KeyView>) => items.map(({ keyId }) => keyId.replace('key_', '')).join('');
const reversed = (letters: string) => Array.from(letters).reverse().join('');

/** Every page from the first to the last; `between` is called before each further one. */
async function throughAll(
  wanted: Partial<ListKeysRequest>,
  between: (page: number) => Promise<void> = () => Promise.resolve(),
): Promise<readonly KeyView[]> {
  const seen: KeyView[] = [];
  let cursor: string | null = null;
  for (let page = 0; page === 0 || cursor !== null; page += 1) {
    if (page > 0) await between(page);
    const { items, nextCursor }: Page<KeyView> = await list({ ...wanted, cursor });
    seen.push(...items);
    cursor = nextCursor;
  }
  return seen;
}

describe('keys come', () => {
  it.each(sorts)('by %s, either way, those that are alike by id', async (sort) => {
    expect(lettersOf(await list({ sort, order: 'asc' }))).toBe(ascending[sort]);
    expect(lettersOf(await list({ sort, order: 'desc' }))).toBe(reversed(ascending[sort]));
  });

  it.each<[KeySorting, string]>([
    [{}, reversed(ascending.created)],
    [{ order: 'asc' }, ascending.created],
    [{ sort: 'created' }, reversed(ascending.created)],
    [{ sort: 'name' }, ascending.name],
    [{ sort: 'lastUsed' }, reversed(ascending.lastUsed)],
    [{ sort: 'expires' }, ascending.expires],
    [{ sort: null, order: null }, reversed(ascending.created)],
  ])('as one would expect where little is said: %j', async (sorting, expected) => {
    expect(lettersOf(await list(sorting))).toBe(expected);
  });

  it.each(sorts)('by %s as they are', async (sort) => {
    const { items } = await list({ sort });
    expect(items).toEqual(await Promise.all(items.map(({ keyId }) => query.get(keyId))));
  });

  it('sorted as well as filtered', async () => {
    const wanted = { sort: 'name', usedAfter: Date.parse(june), usedBefore: Date.parse(july) } as const;
    expect(lettersOf(await list(wanted))).toBe('ef');
  });
});

describe.each(sortings)('pages by $sort, $order,', (sorting) => {
  const expected = sorting.order === 'asc' ? ascending[sorting.sort] : reversed(ascending[sorting.sort]);

  it.each([1, 2, 5, 6, 7])('of %i hold every key once, in order, and end', async (limit) => {
    const items = await throughAll({ ...sorting, limit });
    expect(lettersOf({ items, nextCursor: null })).toBe(expected);
  });

  it('refuse the cursors of every other order and filter', async () => {
    const others = [
      ...sortings.filter(({ sort, order }) => sort !== sorting.sort || order !== sorting.order),
      { ...sorting, q: 'a' },
      { ...sorting, accountId: 'globex' },
    ];
    const { nextCursor: cursor } = await list({ ...sorting, limit: 1 });
    for (const other of others) {
      expect(await query.list({ accountId: 'acme', ...other, cursor })).toMatchObject({
        code: 'INVALID_CURSOR',
      });
    }
  });

  it.each(['', 'x', "' OR 1=1 --", '🗝️', '0'.repeat(22), 'a'.repeat(10_000)])(
    'refuse %p as a cursor',
    async (cursor) => {
      expect(await query.list({ accountId: 'acme', ...sorting, cursor })).toMatchObject({
        code: 'INVALID_CURSOR',
      });
    },
  );
});

describe('forged cursors of the right scope', () => {
  it.each([
    ['name', 'asc', 7],
    ['name', 'asc', null],
    ['lastUsed', 'desc', 'text'],
    ['expires', 'asc', 'text'],
  ] as const)('are refused where the value is none to sort by: %s, %s, %p', async (sort, order, value) => {
    const filters = { accountId: 'acme', sort, order };
    const cursor = encodeKeysetCursor({ list: 'key-directory', filters }, { value, id: 'key_a' });
    expect(await query.list({ accountId: 'acme', sort, cursor })).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('lead to a page where it is one', async () => {
    const filters = { accountId: 'acme', sort: 'name', order: 'asc' };
    const cursor = encodeKeysetCursor({ list: 'key-directory', filters }, { value: 'b', id: 'key_a' });
    expect(lettersOf(await list({ sort: 'name', cursor }))).toBe('ebacf');
  });
});

describe('while keys are created', () => {
  it.each(sortings)('each key that was there comes once: $sort, $order', async (sorting) => {
    const accountId = `busy-${sorting.sort}-${sorting.order}`;
    const keyOf = (name: string, n: number) =>
      keyCreated({
        accountId,
        keyId: `key_${accountId}_${name}_${n}`,
        name: `${n % 7}`,
        expiresAt: n % 3 === 0 ? null : june,
      });
    const before = Array.from({ length: 40 }, (_, n) => keyOf('old', n));
    await write(...before);
    const items = await throughAll({ ...sorting, accountId, limit: 3 }, (page) =>
      write(keyOf('new', page * 2), keyOf('new', page * 2 + 1)),
    );
    const seen = items.map(({ keyId }) => keyId);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((keyId) => keyId.includes('_old_')).sort()).toEqual(
      before.map(({ data }) => data.keyId).sort(),
    );
  });
});
