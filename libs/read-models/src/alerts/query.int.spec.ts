import type { DomainEvent } from '@keyledger/contracts';
import { type Refusal, isRefusal } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { readModelMigrations } from '../migrations/migrations.js';
import type { Page } from '../paging/page.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given } from '../spec-events.js';
import { alerts } from './projection.js';
import { type ListAlertsRequest, AlertsQuery } from './query.js';
import { type AlertRow, alertEntity, alertMuteEntity } from './row.js';

const seenAt = '2026-01-01T00:00:00.000Z';

function raised(alertId: string, changes: Partial<AlertRow> = {}): DomainEvent {
  return {
    type: 'AlertRaised',
    data: {
      ...{ accountId: 'acme', alertId, rule: 'burst', keyId: 'key_a', severity: 'warning', count: 1 },
      ...{ firstSeenAt: seenAt, lastSeenAt: seenAt, evidence: { networks: ['192.0.2.0/24'] } },
      response: 'none',
      ...changes,
    },
  };
}

const identity = { accountId: 'acme', alertId: 'one', rule: 'burst', keyId: 'key_a' } as const;
const mute = { accountId: 'acme', rule: 'burst', keyId: null, reason: 'test' } as const;
const events: readonly DomainEvent[] = [
  raised('one'),
  raised('two', { keyId: 'key_b', severity: 'critical' }),
  raised('three', { rule: 'enumeration', keyId: null }),
  raised('elsewhere', { accountId: 'globex' }),
  { type: 'AlertAcknowledged', data: { ...identity, comment: null } },
  { type: 'AlertRuleMuted', data: { ...mute, muteId: 'over', until: '2026-01-02T00:00:00.000Z' } },
  { type: 'AlertRuleMuted', data: { ...mute, muteId: 'for-good', until: null } },
];

let database: TestDatabase;
let dataSource: DataSource;
let query: AlertsQuery;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  const pool = createPool(database.url, { applicationName: 'alerts' });
  await writeChanges(pool, alerts.tables, given(...events).flatMap(alerts.project));
  await pool.end();
  const entities = [alertEntity, alertMuteEntity];
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities });
  await dataSource.initialize();
  query = new AlertsQuery(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

function ids(answer: Page<AlertRow> | Refusal): readonly string[] {
  if (isRefusal(answer)) throw new Error(answer.detail);
  return answer.items.map(({ alertId }) => alertId);
}

describe('AlertsQuery', () => {
  it.each<[Omit<ListAlertsRequest, 'accountId'>, readonly string[]]>([
    [{}, ['three', 'two', 'one']],
    [{ status: 'acknowledged' }, ['one']],
    [{ status: 'resolved' }, []],
    [{ rule: 'enumeration' }, ['three']],
    [{ severity: 'critical' }, ['two']],
    [{ keyId: 'key_a' }, ['one']],
    [{ keyId: "' OR true --" }, []],
  ])('lists what an account has, by %j', async (filters, expected) => {
    expect(ids(await query.list({ accountId: 'acme', ...filters }))).toEqual(expected);
  });

  it('pages through everything once, and refuses the cursor of another list', async () => {
    const first = await query.list({ accountId: 'acme', limit: 2 });
    expect(ids(first)).toEqual(['three', 'two']);
    const cursor = isRefusal(first) ? null : first.nextCursor;
    expect(ids(await query.list({ accountId: 'acme', limit: 2, cursor }))).toEqual(['one']);
    expect(await query.list({ accountId: 'globex', cursor })).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('has an alert with its evidence, for its own account alone', async () => {
    expect(await query.get('acme', 'two')).toMatchObject({
      ...{ severity: 'critical', status: 'open', count: 1, firstSeenAt: seenAt },
      evidence: { networks: ['192.0.2.0/24'] },
    });
    expect(await query.get('globex', 'two')).toBeNull();
  });

  it('lists the mutes that are not over', async () => {
    const at = async (time: string) => (await query.mutes('acme', Date.parse(time))).map((row) => row.muteId);
    expect(await at('2026-01-01T23:59:59Z')).toEqual(['for-good', 'over']);
    expect(await at('2026-01-02T00:00:00Z')).toEqual(['for-good']);
    expect(await query.mutes('globex', 0)).toEqual([]);
  });
});
