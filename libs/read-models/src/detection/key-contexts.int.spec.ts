import type { DomainEvent } from '@keyledger/contracts';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { keyDirectory } from '../key-directory/projection.js';
import { usageMigrations } from '../key-usage/migrations.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { writeChanges } from '../projection-runner/write-changes.js';
import { given, keyCreated } from '../spec-events.js';
import { readKeyContexts } from './key-contexts.js';

const dayMs = 24 * 60 * 60 * 1_000;
/** After everything that `given` records. */
const now = Date.UTC(2026, 0, 10);

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'key-contexts' });
});

afterEach(async () => {
  await pool.query('TRUNCATE read.key_directory');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function contextAfter(...events: readonly DomainEvent[]) {
  await writeChanges(pool, keyDirectory.tables, given(...events).flatMap(keyDirectory.project));
  return (await readKeyContexts(pool, ['key_1'], now)).get('key_1')?.context;
}

describe('readKeyContexts', () => {
  it('tells how a key has ended, and why', async () => {
    const revoked: DomainEvent = {
      type: 'KeyRevoked',
      data: { keyId: 'key_1', accountId: 'acme', reason: 'leaked', comment: null },
    };
    expect(await contextAfter(keyCreated(), revoked)).toMatchObject({
      ...{ accountId: 'acme', createdAtMs: Date.UTC(2026, 0, 1), rotation: null },
      ended: { how: 'revoked', atMs: Date.UTC(2026, 0, 1, 0, 1), reason: 'leaked' },
    });
  });

  it('tells that a key has expired', async () => {
    const expiresAt = new Date(now - dayMs).toISOString();
    expect(await contextAfter(keyCreated({ expiresAt }))).toMatchObject({
      ended: { how: 'expired', atMs: now - dayMs },
      expiresAtMs: now - dayMs,
    });
  });

  it('tells which networks somebody has vouched for', async () => {
    const entries = ['192.0.2.0/24'];
    expect(await contextAfter(keyCreated({ ipAllowlist: { enforced: true, entries } }))).toMatchObject({
      ...{ allowedNetworks: entries, ended: null },
    });
  });

  it('tells of a rotation, and of its end', async () => {
    const overlapEndsAt = new Date(now + dayMs).toISOString();
    const rotated: DomainEvent = {
      type: 'KeyRotated',
      data: {
        ...{ keyId: 'key_1', accountId: 'acme', successorId: 'key_2' },
        overlap: { kind: 'fixed', endsAt: overlapEndsAt },
      },
    };
    const events = [keyCreated(), keyCreated({ keyId: 'key_2', rotatedFrom: 'key_1' }), rotated];
    expect(await contextAfter(...events)).toMatchObject({
      rotation: { successorId: 'key_2', overlapEndsAtMs: now + dayMs, successorLastUsedAtMs: null },
      ended: null,
    });
  });
});
