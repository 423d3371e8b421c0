import type { DomainEvent, RequestEvent } from '@keyledger/contracts';
import { fleetMigrations, readQuotaUse } from '@keyledger/fleet';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import type { KeyLimit } from '@keyledger/domain';
import type { Signal } from '@keyledger/usage';
import { compileLimit } from '@keyledger/verification';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { alerts } from '../alerts/projection.js';
import { keyDirectory } from '../key-directory/projection.js';
import { usageMigrations } from '../key-usage/migrations.js';
import { type BatchEffect, writeUsage } from '../key-usage/write-usage.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import { waitingGroups } from './signal-groups.js';
import { type SweepingParts, claimSweep, sweepKeys } from './sweep-keys.js';
import { watchKeys } from './watch-keys.js';
import { watchNetworks } from './watch-networks.js';

const dayMs = 24 * 60 * 60 * 1_000;
/** After everything that `given` records. */
const now = Date.UTC(2026, 0, 10);

let database: TestDatabase;
let pool: pg.Pool;
let seen: Signal[];
let failures: unknown[];
let parts: SweepingParts;

beforeAll(async () => {
  database = await createTestDatabase({
    migrations: { read: readModelMigrations, usage: usageMigrations, fleet: fleetMigrations },
  });
  pool = createPool(database.url, { applicationName: 'detection' });
});

beforeEach(() => {
  seen = [];
  failures = [];
  parts = {
    now: () => now,
    readQuotas: readQuotaUse,
    onSignals: (signals) => seen.push(...signals),
    onFailure: (error) => failures.push(error),
  };
});

afterEach(async () => {
  expect(failures).toEqual([]);
  await pool.query(
    `TRUNCATE read.key_directory, read.alert_policy, usage.key_watch, usage.account_networks, usage.network_watch, usage.signal_group,
      usage.consumer_offset, usage.producer_sequence, usage.last_used, fleet.limit_counter`,
  );
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function project(...events: readonly DomainEvent[]): Promise<void> {
  for (const { tables, project: projecting } of [keyDirectory, alerts]) {
    await writeChanges(pool, tables, given(...events).flatMap(projecting));
  }
}

const revoked: DomainEvent = {
  type: 'KeyRevoked',
  data: { keyId: 'key_1', accountId: 'acme', reason: 'leaked', comment: null },
};

function requests(count: number, changes: Partial<RequestEvent> = {}): readonly RequestEvent[] {
  return Array.from({ length: count }, (_, sequence) => ({
    ...{ keyId: 'key_1', accountId: 'acme', operation: 'orders:List', code: 'KEY_REVOKED' },
    ...{ clientAddress: '192.0.2.1', userAgent: null, verifier: null },
    time: new Date(now + sequence).toISOString(),
    ...{ producer: 'p', sequence },
    ...changes,
  }));
}

function count(events: readonly RequestEvent[], effects: readonly BatchEffect[] = [watchKeys(parts)]) {
  const placed = events.map((event, index) => ({ offset: BigInt(index), event }));
  const place = { topic: 'requests', partition: 0, group: 'auditor' };
  const offsets = { firstOffset: 0n, lastOffset: BigInt(events.length - 1) };
  return writeUsage(pool, { ...place, ...offsets, requests: placed }, effects);
}

const groups = () => waitingGroups(pool, { decidedBefore: now, groupsMax: 10 });

async function watches(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ key_id: string }>('SELECT key_id FROM usage.key_watch');
  return rows.map((row) => row.key_id);
}

describe('watchKeys', () => {
  it('stores what the rules see and remember with the counts', async () => {
    await project(keyCreated(), revoked);
    await count(requests(3));
    expect(await groups()).toMatchObject([
      { accountId: 'acme', rule: 'ended-key-used', keyId: 'key_1', severity: 'critical', signals: 1 },
    ]);
    expect(await watches()).toEqual(['key_1']);
    expect(seen).toHaveLength(1);
  });

  it('sees a batch that comes twice once', async () => {
    await project(keyCreated(), revoked);
    await count(requests(3));
    await count(requests(3));
    expect(await groups()).toMatchObject([{ signals: 1 }]);
  });

  it('stores nothing where the counts are not stored', async () => {
    await project(keyCreated(), revoked);
    const failing: BatchEffect = () => Promise.reject(new Error('killed'));
    await expect(count(requests(3), [watchKeys(parts), failing])).rejects.toThrow('killed');
    expect(await groups()).toEqual([]);
    expect(await watches()).toEqual([]);
    await count(requests(3));
    expect(await groups()).toMatchObject([{ signals: 1 }]);
  });

  it('goes by what the account wants', async () => {
    const rules = {
      'ended-key-used': { enabled: false, severity: null, response: 'none', settings: {} },
    } as const;
    await project(keyCreated(), revoked, {
      type: 'AlertPolicyChanged',
      data: { accountId: 'acme', rules },
    });
    await count(requests(3));
    expect(await groups()).toEqual([]);
  });

  it('watches a key that the read models do not have yet', async () => {
    await count(requests(2, { code: 'VALID' }));
    expect(await watches()).toEqual(['key_1']);
    expect(await groups()).toEqual([]);
  });
});

describe('networks of an account', () => {
  const hourMs = 60 * 60 * 1_000;
  const office = '198.51.100.7';
  let sequence = 0;
  /** Of one key in each hour of so many days, up to `now`. */
  const useFor = (days: number, keyId: string, clientAddress: string) =>
    Array.from({ length: 24 * days }, (_, hour) => ({
      ...{ keyId, accountId: 'acme', operation: null, code: 'VALID' as const, clientAddress },
      ...{ userAgent: 'shop/1', verifier: null, producer: keyId, sequence: (sequence += 1) },
      time: new Date(now - (24 * days - hour) * hourMs).toISOString(),
    }));
  const countAt = (offset: number, events: readonly RequestEvent[]) => {
    const requestsPlaced = events.map((event, index) => ({ offset: BigInt(offset + index), event }));
    const place = { topic: 'requests', partition: 0, group: 'auditor' };
    const offsets = { firstOffset: BigInt(offset), lastOffset: BigInt(offset + events.length - 1) };
    return writeUsage(pool, { ...place, ...offsets, requests: requestsPlaced }, [watchKeys(parts)]);
  };
  const curlFrom = (clientAddress: string): readonly RequestEvent[] =>
    useFor(1, 'key_2', clientAddress)
      .slice(-1)
      .map((event) => ({ ...event, userAgent: 'curl/8' }));

  it('are known to its other keys, and stored with the watches that they follow from', async () => {
    await project(keyCreated(), keyCreated({ keyId: 'key_2' }));
    const used = [...useFor(9, 'key_1', office), ...useFor(9, 'key_2', '192.0.2.1')];
    await countAt(0, used);
    const { rows } = await pool.query('SELECT account_id, networks FROM usage.account_networks');
    expect(rows).toMatchObject([{ account_id: 'acme' }]);
    await countAt(0, used);
    expect((await pool.query('SELECT account_id, networks FROM usage.account_networks')).rows).toEqual(rows);
    await countAt(used.length, curlFrom(office));
    expect(await groups()).toEqual([]);
    await countAt(used.length + 1, curlFrom('203.0.113.9'));
    expect(await groups()).toMatchObject([{ rule: 'new-network', keyId: 'key_2' }]);
  });

  it('are not stored where the counts are not', async () => {
    await project(keyCreated());
    const failing: BatchEffect = () => Promise.reject(new Error('killed'));
    const effects = [watchKeys(parts), failing];
    await expect(count(useFor(9, 'key_1', office), effects)).rejects.toThrow('killed');
    expect((await pool.query('SELECT FROM usage.account_networks')).rowCount).toBe(0);
  });
});

describe('watchNetworks', () => {
  it('sees somebody who tries keys, and remembers the network', async () => {
    const time = new Date(now).toISOString();
    const tried = { network: '192.0.2.0/24', accountId: 'acme', requests: 5_000, valueMarks: null };
    const client = await pool.connect();
    await watchNetworks(parts)(client, [{ ...tried, firstTime: time, lastTime: time }]);
    client.release();
    expect(await groups()).toMatchObject([
      { accountId: 'acme', rule: 'enumeration', keyId: null, evidence: { network: '192.0.2.0/24' } },
    ]);
    const { rowCount } = await pool.query('SELECT FROM usage.network_watch');
    expect(rowCount).toBe(1);
  });
});

describe('sweepKeys', () => {
  it('sees what comes with time alone, of keys that are in use', async () => {
    await project(keyCreated({ expiresAt: new Date(now + dayMs).toISOString() }));
    await count(requests(2, { code: 'VALID' }));
    expect(await sweepKeys(pool, parts, new AbortController().signal)).toBe(1);
    expect(await groups()).toMatchObject([{ rule: 'expiry-near', keyId: 'key_1' }]);
  });

  it('sees a quota that will not last, before anything is refused', async () => {
    const limit: KeyLimit = {
      ...{ name: 'month', kind: 'credits', credits: 1_000, refill: { amount: 1_000, every: 'P30D' } },
    };
    await project(keyCreated({ limits: [limit] }));
    await count(requests(2, { code: 'VALID' }));
    const compiled = compileLimit(limit);
    const slot = Math.floor(now / (30 * dayMs));
    const taken = async (requestsTaken: number) => {
      const state = JSON.stringify({ slot, taken: [requestsTaken] });
      const values = ['key_1', compiled.counter, state];
      await pool.query(
        `INSERT INTO fleet.limit_counter (key_id, counter, state) VALUES ($1, $2, $3)
         ON CONFLICT (key_id, counter) DO UPDATE SET state = excluded.state`,
        values,
      );
      await sweepKeys(pool, parts, new AbortController().signal);
    };
    await taken(790);
    expect(await groups()).toEqual([]);
    await taken(990);
    expect(await groups()).toMatchObject([
      { rule: 'quota-nearly-spent', severity: 'info', evidence: { quota: 'month', used: 990, limit: 1_000 } },
    ]);
  });

  it('sees the use of a key that had ended before its end was known here, once', async () => {
    await project(keyCreated());
    await count(requests(3));
    expect(await groups()).toEqual([]);
    await project(revoked);
    await sweepKeys(pool, parts, new AbortController().signal);
    await sweepKeys(pool, parts, new AbortController().signal);
    expect(await groups()).toMatchObject([{ rule: 'ended-key-used', severity: 'critical', signals: 1 }]);
  });

  it('leaves alone what has ended, and what there is not', async () => {
    await project(keyCreated(), revoked);
    await count([...requests(1, { code: 'VALID' }), ...requests(1, { keyId: 'key_2', sequence: 1 })]);
    await sweepKeys(pool, parts, new AbortController().signal);
    expect(await groups()).toEqual([]);
  });

  it('is done by one process at a time', async () => {
    const claims = await Promise.all([1, 2, 3].map(() => claimSweep(pool, dayMs)));
    expect(claims.filter((isOurs) => isOurs)).toHaveLength(1);
    expect(await claimSweep(pool, dayMs)).toBe(false);
  });
});
