import type { EventLine, SnapshotLine } from '@keyledger/contracts';
import { isAccountEvent } from '@keyledger/domain';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Lines } from './spec-lines.js';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

let verifier: SpecVerifier;
let everywhere: MintedKey;
let ofAcme: MintedKey;
let acmeKey: MintedKey;
let otherKey: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  everywhere = await service(['keyledger:Verify']);
  ofAcme = await service(['keyledger@acme:Verify']);
  acmeKey = await verifier.createKey({ accountId: 'acme' });
  otherKey = await verifier.createKey({ accountId: 'other' });
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

function service(scopes: readonly string[]): Promise<MintedKey> {
  return verifier.createKey({ accountId: 'system', scopes });
}

function get(path: string, authorization?: string): Promise<Response> {
  const headers = authorization === undefined ? {} : { authorization };
  return fetch(verifier.running.address + path, { headers });
}

function eventsAfter(after: string, { value }: MintedKey): Promise<Lines<EventLine>> {
  return Lines.of(`${verifier.running.address}/v1/events?after=${after}`, value);
}

async function eventsFrom(start: string, caller: MintedKey): Promise<readonly EventLine[]> {
  const lines = await eventsAfter(start, caller);
  const read = await lines.until((line) => line.kind === 'position' && line.caughtUp);
  await lines.leave();
  return read;
}

function keyIdsIn(lines: readonly EventLine[]): readonly string[] {
  return lines.flatMap((line) =>
    line.kind === 'event' && !isAccountEvent(line.event) ? [line.event.data.keyId] : [],
  );
}

describe.each(['/v1/snapshot', '/v1/events?after=0', '/v1/freshness'])('GET %s', (path) => {
  it('answers 401 to strangers and 403 to keys without Verify', async () => {
    expect((await get(path)).status).toBe(401);
    expect((await get(path, `Bearer ${acmeKey.value}`)).status).toBe(401);
    const { value } = await service(['keyledger:GetKey']);
    await verifier.caughtUp();
    expect((await get(path, `Bearer ${value}`)).status).toBe(403);
  });
});

describe('GET /v1/events', () => {
  it.each(['', '?after=', '?after=-1', '?after=x', '?after=1&after=2', '?after=9999999999999999999'])(
    'answers 400 to %j',
    async (query) => {
      const response = await get(`/v1/events${query}`, `Bearer ${everywhere.value}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ path: 'after' }] });
    },
  );

  it('sends all that the caller may see from there on, and how far that was', async () => {
    const all = await eventsFrom('0', everywhere);
    expect(all[0]).toEqual({ kind: 'view', accounts: null });
    expect(keyIdsIn(all)).toEqual(expect.arrayContaining([acmeKey.keyId, otherKey.keyId]));
    const own = await eventsFrom('0', ofAcme);
    expect(own[0]).toEqual({ kind: 'view', accounts: ['acme'] });
    expect(keyIdsIn(own)).toEqual([acmeKey.keyId]);
    expect(own.at(-1)).toMatchObject({ kind: 'position', caughtUp: true });
    expect(own.at(-1)).toEqual(all.at(-1));
  });

  it('goes on with what happens, and says again and again how far it is', async () => {
    const lines = await eventsAfter((await verifier.ask({ key: 'x' })).body.asOf, ofAcme);
    await lines.until((line) => line.kind === 'position');
    const { keyId } = await verifier.createKey({ accountId: 'acme' });
    await verifier.createKey({ accountId: 'other' });
    const read = await lines.until((line) => line.kind === 'event');
    expect(keyIdsIn(read)).toEqual([keyId]);
    const quiet = await lines.until((line) => line.kind === 'position' && !line.caughtUp);
    expect(keyIdsIn(quiet)).toEqual([]);
    await lines.leave();
  });

  it('tells nothing of names and reasons', async () => {
    const { keyId, accountId } = acmeKey;
    await verifier.record(
      { type: 'KeyDescribed', data: { keyId, accountId, name: 'telling' } },
      { type: 'KeyDisabled', data: { keyId, accountId, reason: 'leaked', comment: 'telling' } },
      { type: 'KeyEnabled', data: { keyId, accountId, comment: 'telling' } },
    );
    const text = JSON.stringify(await eventsFrom('0', ofAcme));
    expect(text).toContain('KeyEnabled');
    expect(text).not.toMatch(/telling|leaked|KeyDescribed/);
  });

  it('ends when the caller’s own key is revoked', async () => {
    const caller = await service(['keyledger@acme:Verify']);
    await verifier.caughtUp();
    const lines = await eventsAfter('0', caller);
    await lines.until((line) => line.kind === 'position');
    const { keyId, accountId } = caller;
    await verifier.record({
      type: 'KeyRevoked',
      data: { keyId, accountId, reason: 'leaked', comment: null },
    });
    await lines.until(() => false);
    expect(await lines.next()).toBeUndefined();
  });

  it('asks to start over where the log has no such position', async () => {
    const lines = await eventsAfter('999999999', everywhere);
    expect((await lines.until(() => false)).at(-1)).toEqual({ kind: 'reload' });
  });
});

describe('GET /v1/snapshot', () => {
  it('has a head, and an end that says how many rows there were', async () => {
    const lines = await Lines.of<SnapshotLine>(`${verifier.running.address}/v1/snapshot`, ofAcme.value);
    expect(await lines.until(() => false)).toEqual([
      { kind: 'snapshot', position: '0', accounts: ['acme'] }, // no projector has run here
      { kind: 'end', rows: 0 },
    ]);
  });
});
