import type { DomainEvent } from '@keyledger/contracts';
import { type Refusal, isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { given, keyCreated } from '../spec-events.js';
import { readModelMigrations } from '../migrations/migrations.js';
import type { Page } from '../paging/page.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { auditLog } from './projection.js';
import { type AuditEntry, type AuditFilters, AuditLogQuery } from './query.js';
import { auditLogEntity } from './row.js';

const events: readonly DomainEvent[] = [
  { type: 'AccountOpened', data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null } }, // 10, 00:00, admin0
  keyCreated({ keyId: 'key_a' }), // 20, 00:01, admin1
  keyCreated({ keyId: 'key_b', accountId: 'globex' }), // 30, 00:02, admin0
  { type: 'KeyDisabled', data: { keyId: 'key_a', accountId: 'acme', reason: 'unused', comment: 'quiet' } }, // 40, 00:03, admin1
  { type: 'KeyRevoked', data: { keyId: 'key_a', accountId: 'acme', reason: 'leaked', comment: null } }, // 50, 00:04, admin0
];

let database: TestDatabase;
let dataSource: DataSource;
let query: AuditLogQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  const pool = createPool(database.url, { applicationName: 'audit-log' });
  await writeChanges(pool, auditLog.tables, given(...events).flatMap(auditLog.project));
  await pool.end();
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [auditLogEntity] });
  await dataSource.initialize();
  query = new AuditLogQuery(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

function positions(answer: Page<AuditEntry> | Refusal): readonly bigint[] {
  if (isRefusal(answer)) throw new Error(answer.detail);
  return answer.items.map(({ position }) => position);
}

describe('list', () => {
  it('answers with everything that was recorded, and no digest', async () => {
    const answer = await query.list({ keyId: 'key_a', type: 'KeyCreated' });
    const { digest, ...data } = keyCreated({ keyId: 'key_a' }).data;
    expect(JSON.stringify(answer, (_name, value: unknown) => String(value))).not.toContain(digest.value);
    expect(answer).toEqual({
      items: [
        {
          position: 20n,
          eventId: 'event-1',
          type: 'KeyCreated',
          stream: 'key-key_a',
          revision: 0,
          keyId: 'key_a',
          accountId: 'acme',
          actor: 'key_admin1',
          time: '2026-01-01T00:01:00.000Z',
          reason: null,
          comment: null,
          data,
          requestId: 'request-1',
          correlationId: 'correlation-1',
          causationId: 'request-1',
          clientAddress: '192.0.2.1',
          userAgent: 'curl/8',
        },
      ],
      nextCursor: null,
    });
  });

  it.each<[AuditFilters, readonly bigint[]]>([
    [{}, [50n, 40n, 30n, 20n, 10n]],
    [{ keyId: 'key_a' }, [50n, 40n, 20n]],
    [{ accountId: 'acme' }, [50n, 40n, 20n, 10n]],
    [{ accountId: 'acme', keyId: 'key_b' }, []],
    [{ accountIds: ['globex', 'nobody'] }, [30n]],
    [{ accountIds: [] }, []],
    [{ actor: 'key_admin1' }, [40n, 20n]],
    [{ type: 'KeyCreated' }, [30n, 20n]],
    [{ from: '2026-01-01T00:03:00.000Z' }, [50n, 40n]],
    [{ to: '2026-01-01T00:01:00.000Z' }, [10n]],
    [{ from: '2026-01-01T00:01:00.000Z', to: '2026-01-01T00:03:00.000Z' }, [30n, 20n]],
    [{ from: '2026-01-01T01:03:00+01:00' }, [50n, 40n]],
    [{ keyId: "' OR true --" }, []],
    [{ actor: '%' }, []],
  ])('filters by %j', async (filters, expected) => {
    expect(positions(await query.list(filters))).toEqual(expected);
  });

  it('pages through everything once', async () => {
    const first = await query.list({ limit: 3 });
    expect(positions(first)).toEqual([50n, 40n, 30n]);
    const cursor = isRefusal(first) ? null : first.nextCursor;
    const second = await query.list({ limit: 3, cursor });
    expect(positions(second)).toEqual([20n, 10n]);
    expect(second).toMatchObject({ nextCursor: null });
  });

  it('refuses the cursor of other filters, of a history, and what is none', async () => {
    const first = await query.list({ limit: 1 });
    const cursor = isRefusal(first) ? null : first.nextCursor;
    expect(await query.list({ actor: 'key_admin0', cursor })).toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await query.history({ keyId: 'key_a', cursor })).toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await query.list({ cursor: "'; --" })).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('history', () => {
  it('has the events of one key, oldest first, page by page', async () => {
    const first = await query.history({ keyId: 'key_a', limit: 2 });
    expect(positions(first)).toEqual([20n, 40n]);
    const cursor = isRefusal(first) ? null : first.nextCursor;
    expect(positions(await query.history({ keyId: 'key_a', limit: 2, cursor }))).toEqual([50n]);
  });

  it('is empty for an unknown key', async () => {
    expect(await query.history({ keyId: 'key_x' })).toEqual({ items: [], nextCursor: null });
  });
});
