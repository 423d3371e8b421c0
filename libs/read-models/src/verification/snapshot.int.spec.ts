import type { DomainEvent, VerificationRow, VerificationSnapshot } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { given, keyCreated } from '../spec-events.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { verification } from './projection.js';
import { readVerificationSnapshot } from './snapshot.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'snapshot', connectionsMax: 3 });
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function write(position: bigint, ...events: readonly DomainEvent[]): Promise<void> {
  await writeChanges(pool, verification.tables, given(...events).flatMap(verification.project));
  await pool.query(
    `INSERT INTO read.checkpoint (name, version, position, updated_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (name, version) DO UPDATE SET position = excluded.position`,
    [verification.name, verification.version, position],
  );
}

const opened = (accountId: string): DomainEvent => {
  return { type: 'AccountOpened', data: { accountId, name: accountId, profile: 'keyledger', email: null } };
};

async function rowsOf({ rows }: VerificationSnapshot): Promise<readonly VerificationRow[]> {
  const all: VerificationRow[] = [];
  for await (const page of rows) all.push(...page);
  return all;
}

describe('readVerificationSnapshot', () => {
  it('is at the start of the log where no projector ever ran', async () => {
    const snapshot = await readVerificationSnapshot(pool);
    expect(snapshot.position).toBe(0n);
    expect(await rowsOf(snapshot)).toEqual([]);
  });

  it('has accounts and then keys, as the contract states them', async () => {
    await write(
      20n,
      keyCreated({
        expiresAt: '2027-01-01T00:00:00.000Z',
        ipAllowlist: { enforced: true, entries: ['::1'] },
      }),
      {
        type: 'KeyRotated',
        data: {
          ...{ keyId: 'key_1', accountId: 'acme', successorId: 'key_2' },
          overlap: { kind: 'fixed', endsAt: '2026-02-01T00:00:00.125Z' },
        },
      },
      opened('acme'),
    );
    const snapshot = await readVerificationSnapshot(pool);
    expect(snapshot.position).toBe(20n);
    expect(await rowsOf(snapshot)).toEqual([
      {
        kind: 'account',
        accountId: 'acme',
        apiAccess: true,
        profile: 'keyledger',
        email: null,
        catalogue: null,
        whenStale: 'refuse',
      },
      {
        kind: 'key',
        keyId: 'key_1',
        accountId: 'acme',
        digest: 'd'.repeat(43),
        status: 'active',
        successorId: 'key_2',
        overlapEndsAt: '2026-02-01T00:00:00.125Z',
        scopes: ['orders:read'],
        ipAllowlist: { enforced: true, entries: ['::1'] },
        expiresAt: '2027-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('can be of one account', async () => {
    await write(
      40n,
      opened('acme'),
      opened('globex'),
      keyCreated(),
      keyCreated({ keyId: 'key_2', accountId: 'globex' }),
    );
    const rows = await rowsOf(await readVerificationSnapshot(pool, { accountId: 'globex' }));
    expect(rows.map((row) => (row.kind === 'key' ? row.keyId : row.accountId))).toEqual(['globex', 'key_2']);
  });

  it('stays as it was while writes go on, however late it is read, and over many pages', async () => {
    const count = 12_000;
    const keys = Array.from({ length: count }, (_, index) => keyCreated({ keyId: `key_${index}` }));
    await write(100n, opened('acme'), ...keys);
    const snapshot = await readVerificationSnapshot(pool);
    await pool.query(`UPDATE read.verification_key SET status = 'revoked'`);
    await write(200n, keyCreated({ keyId: 'key_late' }));
    await pool.query(`DELETE FROM read.verification_account`);
    expect(snapshot.position).toBe(100n);
    const seen = await rowsOf(snapshot);
    expect(seen.length).toBe(count + 1);
    expect(seen.filter((row) => row.kind === 'key' && row.status !== 'active')).toEqual([]);
    expect(new Set(seen.map((row) => (row.kind === 'key' ? row.keyId : row.accountId))).size).toBe(count + 1);
  });

  it('gives its connection back when read to the end, and when given up half-way', async () => {
    await write(10n, opened('acme'), keyCreated());
    for (let round = 0; round < 5; round++) {
      await rowsOf(await readVerificationSnapshot(pool));
      const { rows } = await readVerificationSnapshot(pool);
      for await (const page of rows) {
        expect(page.length).toBe(1);
        break;
      }
    }
    expect(pool.waitingCount).toBe(0);
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });

  it('leaves nothing behind on the connection that it gives back', async () => {
    const listenersNow = async () => {
      const session = await pool.connect();
      session.release();
      return session.listenerCount('error');
    };
    const before = await listenersNow();
    await rowsOf(await readVerificationSnapshot(pool));
    expect(await listenersNow()).toBe(before);
  });
});
