import { randomUUID } from 'node:crypto';
import { ConfirmationDesk, FleetTable } from '@keyledger/fleet';
import { createPool, sleep } from '@keyledger/platform';
import { LocalVerifier } from '@keyledger/sdk';
import { type Link, createTestDatabase, openLink, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

let verifier: SpecVerifier;
let pool: pg.Pool;
let fleet: FleetTable;
/** Between the customer's process and the verifier. */
let link: Link;
let service: MintedKey;
let local: LocalVerifier;
let key: MintedKey;

beforeEach(async () => {
  const database = await createTestDatabase();
  pool = createPool(database.url, { applicationName: 'spec' });
  fleet = new FleetTable(pool);
  verifier = await SpecVerifier.start(database, { STALENESS_MAX_MS: '600' });
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger@acme:Verify'] });
  key = await verifier.createKey();
  await verifier.caughtUp();
  link = await openLink(verifier.running.address);
  local = new LocalVerifier({
    url: link.url,
    key: service.value,
    stalenessMaxMs: 2_000,
    name: 'shop-7:3000',
  });
  local.start();
  await becomes('VALID');
});

afterEach(async () => {
  await local.stop();
  await link.close();
  await pool.end();
  await verifier.stop();
});

async function code({ value } = key): Promise<string> {
  return (await local.verify({ key: value })).code;
}

async function becomes(wanted: string): Promise<void> {
  await waitFor(async () => (await code()) === wanted, { what: `the verdict ${wanted}` });
}

async function locals() {
  return (await fleet.present()).filter(({ kind }) => kind === 'local');
}

async function revoke({ keyId, accountId }: MintedKey): Promise<bigint> {
  const data = { keyId, accountId, reason: 'leaked', comment: null } as const;
  return verifier.record({ type: 'KeyRevoked', data });
}

function confirmed(position: bigint, waitMs: number) {
  const desk = new ConfirmationDesk({
    ...{ view: fleet, sleep, monotonicMs: () => performance.now() },
    ...{ isClosing: () => false, onError: () => undefined },
  });
  return desk.wait({ position, sinceMs: performance.now(), waitMs, refusedWhenStale: true });
}

describe('a local verifier', () => {
  it('is on the register before it answers, under its service key', async () => {
    expect(await locals()).toMatchObject([
      { name: `${service.keyId}/shop-7:3000`, state: 'live', stalenessMaxMs: 2_000 },
    ]);
  });

  it('has applied a revocation when that is confirmed', async () => {
    const confirmation = await confirmed(await revoke(key), 60_000);
    expect(confirmation).toMatchObject({ complete: true });
    expect(confirmation?.members).toHaveLength(2);
    expect(await code()).toBe('KEY_REVOKED');
  });

  it('is missing from the confirmation of what does not reach it, and refuses it within its bound', async () => {
    link.cut();
    const position = await revoke(key);
    const confirmation = await confirmed(position, 1_000);
    expect(confirmation?.complete).toBe(false);
    const missing = confirmation?.members?.filter((member) => member.position < position);
    expect(missing).toMatchObject([{ kind: 'local' }]);
    await becomes('STALE');
    link.restore();
    expect(await confirmed(position, 60_000)).toMatchObject({ complete: true });
    expect(await code()).toBe('KEY_REVOKED');
  });

  it('says goodbye when it is stopped, and answers nobody afterwards', async () => {
    await local.stop();
    expect(await code()).toBe('STALE');
    expect(await locals()).toEqual([]);
  });

  it('registers anew where the register has lost it', async () => {
    const [before] = await locals();
    await pool.query(`DELETE FROM fleet.verifier WHERE kind = 'local'`);
    await verifier.createKey(); // there is something to report
    const after = await waitFor(async () => (await locals())[0]);
    expect(after.id).not.toBe(before?.id);
    await becomes('VALID');
  });

  it('registers another index in the place of one that it gives up', async () => {
    const [before] = await locals();
    const { keyId, accountId } = service;
    const scopes = ['keyledger@acme:Verify', 'keyledger@other:Verify'];
    const data = { keyId, accountId, scopes, previousScopes: ['keyledger@acme:Verify'] };
    await verifier.record({ type: 'ScopesChanged', data });
    const after = await waitFor(async () => (await locals()).find(({ id }) => id !== before?.id));
    expect(after.name).toBe(before?.name);
    expect(await locals()).toHaveLength(1);
    await becomes('VALID');
  });
});

describe('the routes of local verifiers', () => {
  const body = { name: 'a:1', stalenessMaxMs: 2_000, position: '1' };

  async function send(
    method: string,
    path: string,
    payload?: unknown,
    { value } = service,
  ): Promise<Response> {
    return fetch(`${verifier.running.address}/v1/local-verifiers/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${value}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
      },
      ...(payload !== undefined && { body: JSON.stringify(payload) }),
    });
  }

  it('answer 401 to strangers, whatever they send', async () => {
    for (const [method, path] of [
      ['PUT', 'x'],
      ['POST', 'x/reports'],
      ['DELETE', 'x'],
    ] as const) {
      expect((await send(method, path, method === 'DELETE' ? undefined : {}, key)).status).toBe(401);
    }
  });

  it.each([
    ['no UUID', 'x', body],
    ['no name', randomUUID(), { ...body, name: '' }],
    ['a name of another place', randomUUID(), { ...body, name: 'key_other/a:1' }],
    ['a long name', randomUUID(), { ...body, name: 'a'.repeat(101) }],
    ['a bound of no use', randomUUID(), { ...body, stalenessMaxMs: 1 }],
    ['a bound that takes too long', randomUUID(), { ...body, stalenessMaxMs: 60_001 }],
    ['no position', randomUUID(), { ...body, position: '-1' }],
    ['more than it should', randomUUID(), { ...body, caller: 'key_other' }],
  ])('answer 400 to %s', async (_, id, sent) => {
    expect((await send('PUT', id, sent)).status).toBe(400);
    expect(await locals()).toHaveLength(1);
  });

  it('take no word of what the verifier itself has not applied', async () => {
    const id = randomUUID();
    expect((await send('PUT', id, body)).status).toBe(204);
    const report = await send('POST', `${id}/reports`, { position: '9999999999999999999' });
    expect(report.status).toBe(503);
    expect(await report.json()).toMatchObject({ code: 'STALE' });
  });

  it('know nothing of other callers’ and of verifiers', async () => {
    const other = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    await verifier.caughtUp();
    for (const { id } of await fleet.present()) {
      expect(await (await send('POST', `${id}/reports`, { position: '1' }, other)).json()).toEqual({
        known: false,
      });
      expect((await send('DELETE', id, undefined, other)).status).toBe(204);
    }
    expect(await fleet.present()).toHaveLength(2);
  });
});
