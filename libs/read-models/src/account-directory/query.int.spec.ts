import type { DomainEvent } from '@keyledger/contracts';
import { isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { given } from '../spec-events.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { accountDirectory } from './projection.js';
import { type ListAccountsRequest, AccountDirectoryQuery } from './query.js';
import { accountDirectoryEntity } from './row.js';

const opened = (accountId: string): DomainEvent => {
  return {
    type: 'AccountOpened',
    data: { accountId, name: accountId.toUpperCase(), profile: 'keyledger', email: null },
  };
};
const events: readonly DomainEvent[] = [
  opened('acme'),
  opened('globex'),
  { type: 'ApiAccessDisabled', data: { accountId: 'acme', reason: 'policy', comment: 'unpaid' } },
  opened('initech'),
];

let database: TestDatabase;
let dataSource: DataSource;
let query: AccountDirectoryQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  const pool = createPool(database.url, { applicationName: 'account-directory' });
  await writeChanges(pool, accountDirectory.tables, given(...events).flatMap(accountDirectory.project));
  await pool.end();
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [accountDirectoryEntity] });
  await dataSource.initialize();
  query = new AccountDirectoryQuery(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function page(request: ListAccountsRequest) {
  const answer = await query.list(request);
  if (isRefusal(answer)) throw new Error(answer.detail);
  return { ids: answer.items.map(({ accountId }) => accountId), nextCursor: answer.nextCursor };
}

describe('AccountDirectoryQuery', () => {
  it('answers with everything that is known of an account', async () => {
    expect(await query.get('acme')).toEqual({
      accountId: 'acme',
      name: 'ACME',
      profile: 'keyledger',
      email: null,
      apiAccess: false,
      apiAccessChange: {
        reason: 'policy',
        comment: 'unpaid',
        at: '2026-01-01T00:02:00.000Z',
        by: 'key_admin0',
      },
      whenStale: 'refuse',
      usageAddresses: 'full',
      openedAt: '2026-01-01T00:00:00.000Z',
      openedBy: 'key_admin0',
      updatedAt: '2026-01-01T00:02:00.000Z',
      revision: 1,
      position: 30n,
    });
    expect(await query.get('globex')).toMatchObject({ apiAccess: true, apiAccessChange: null });
    expect(await query.get('nobody')).toBeNull();
  });

  it('lists the newest first, page by page', async () => {
    expect((await page({})).ids).toEqual(['initech', 'globex', 'acme']);
    const first = await page({ limit: 2 });
    expect(first.ids).toEqual(['initech', 'globex']);
    expect(await page({ limit: 2, cursor: first.nextCursor })).toEqual({ ids: ['acme'], nextCursor: null });
  });

  it('lists only the accounts that the caller may see', async () => {
    expect((await page({ accountIds: ['acme', 'nobody'] })).ids).toEqual(['acme']);
    expect((await page({ accountIds: [] })).ids).toEqual([]);
  });

  it('refuses a cursor that was made for other accounts', async () => {
    const { nextCursor } = await page({ limit: 1 });
    const answer = await query.list({ accountIds: ['acme'], cursor: nextCursor });
    expect(answer).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});
