import { ConfirmationDesk, FleetTable, silentMsMax } from '@keyledger/fleet';
import { createPool, sleep } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

const stalenessMaxMs = 600;

let database: TestDatabase;
let pool: pg.Pool;
let fleet: FleetTable;
let verifiers: SpecVerifier[];

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { applicationName: 'spec' });
  verifiers = [];
  for (let count = 0; count < 2; count++) {
    const shared = { ...database, drop: async () => undefined };
    verifiers.push(await SpecVerifier.start(shared, { STALENESS_MAX_MS: String(stalenessMaxMs) }));
  }
  fleet = new FleetTable(pool);
  await Promise.all(verifiers.map((verifier) => verifier.caughtUp()));
});

afterEach(async () => {
  for (const verifier of verifiers) await verifier.stop();
  await pool.end();
  await database.drop();
});

function of(index: number): SpecVerifier {
  const verifier = verifiers[index];
  if (verifier === undefined) throw new Error('There is no such verifier.');
  return verifier;
}

function waitForAll(position: bigint, waitMs: number) {
  const desk = new ConfirmationDesk({
    view: fleet,
    monotonicMs: () => performance.now(),
    sleep,
    isClosing: () => false,
    onError: () => undefined,
  });
  return desk.wait({ position, sinceMs: performance.now(), waitMs, refusedWhenStale: true });
}

async function revoke({ keyId, accountId }: MintedKey): Promise<bigint> {
  const data = { keyId, accountId, reason: 'leaked', comment: null } as const;
  return of(0).record({ type: 'KeyRevoked', data });
}

async function codes(key: MintedKey): Promise<readonly string[]> {
  return Promise.all(verifiers.map(async (verifier) => (await verifier.ask({ key: key.value })).body.code));
}

describe('verifiers on the register', () => {
  it('have applied a revocation when they say so', async () => {
    const key = await of(0).createKey();
    const confirmation = await waitForAll(await revoke(key), 60_000);
    expect(confirmation?.complete).toBe(true);
    expect(confirmation?.members).toHaveLength(2);
    expect(await codes(key)).toEqual(['KEY_REVOKED', 'KEY_REVOKED']);
  });

  it('say nothing of what does not reach them, and refuse it all the same', async () => {
    const key = await of(0).createKey();
    await waitFor(async () => (await codes(key)).every((code) => code === 'VALID'));
    of(1).link.cut();
    const position = await revoke(key);
    const confirmation = await waitForAll(position, silentMsMax(stalenessMaxMs));
    expect(confirmation?.complete).toBe(false);
    expect(confirmation?.members?.filter((member) => member.position < position)).toHaveLength(1);
    expect(await codes(key)).toEqual(['KEY_REVOKED', 'STALE']);

    of(1).link.restore();
    expect((await waitForAll(position, 60_000))?.complete).toBe(true);
    expect(await codes(key)).toEqual(['KEY_REVOKED', 'KEY_REVOKED']);
  });

  it('say goodbye when they are stopped', async () => {
    await verifiers.pop()?.stop();
    expect(await fleet.present()).toHaveLength(1);
  });

  it('register anew, under another id, where the register has lost them', async () => {
    const before = await fleet.present();
    await pool.query('DELETE FROM fleet.verifier');
    const key = await of(0).createKey(); // there is something to report
    const after = await waitFor(async () => {
      const members = await fleet.present();
      return members.length === 2 ? members : null;
    });
    expect(after.map(({ id }) => id)).not.toEqual(expect.arrayContaining(before.map(({ id }) => id)));
    await waitFor(async () => (await codes(key)).every((code) => code === 'VALID'));
  });
});
