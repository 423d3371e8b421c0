import { randomUUID } from 'node:crypto';
import type {
  ConfirmableChangeAnswer,
  ConfirmationAnswer,
  RevocationAnswer,
  VerifierListAnswer,
} from '@keyledger/contracts';
import { FleetTable } from '@keyledger/fleet';
import { waitFor } from '@keyledger/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecApi, type SpecAnswer } from './spec-api.js';

let api: SpecApi;
let fleet: FleetTable;
let verifiers: string[];

beforeAll(async () => {
  api = await SpecApi.start();
  fleet = new FleetTable(api.running.infrastructure.pool);
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

beforeEach(() => {
  verifiers = [];
});

afterEach(async () => {
  for (const id of verifiers) await fleet.leave(id);
});

/** A verifier as far as the register knows: its id. */
async function verifier(name: string, stalenessMaxMs = 600_000): Promise<string> {
  const id = randomUUID();
  await fleet.register({ id, name, stalenessMaxMs, position: 0n });
  verifiers.push(id);
  return id;
}

/** Its lease is over, as if it had been killed long enough ago. */
async function lapse(id: string): Promise<void> {
  const text = `UPDATE fleet.verifier SET leased_until = clock_timestamp() WHERE id = $1`;
  await api.running.infrastructure.pool.query(text, [id]);
}

function revoke(keyId: string, prefer: string): Promise<SpecAnswer> {
  return api.send(`POST /v1/keys/${keyId}/revoke`, { body: { reason: 'leaked' }, headers: { prefer } });
}

function confirmationOf({ body }: SpecAnswer): ConfirmationAnswer | undefined {
  return body['confirmation'] as ConfirmationAnswer | undefined;
}

/** Reports, for each of them, whatever the log holds once the key has been revoked. */
async function applyRevocation(keyId: string, ids: readonly string[]): Promise<bigint> {
  const { eventLog } = api.running.infrastructure;
  const position = await waitFor(async () => {
    const events = await eventLog.readStream(`key-${keyId}`);
    return events.find(({ type }) => type === 'KeyRevoked')?.position;
  });
  for (const id of ids) await fleet.renew(id, position);
  return position;
}

describe('a change that nobody waits for', () => {
  it.each(['', 'respond-async', 'wait=soon'])('is answered at once (Prefer: %s)', async (prefer) => {
    await verifier('a:1');
    const answer = await revoke((await api.createKey('acme')).key.id, prefer);
    expect([answer.status, confirmationOf(answer)]).toEqual([200, undefined]);
    expect(answer.headers['preference-applied']).toBeUndefined();
  });
});

describe('a change that somebody waits for', () => {
  it('is confirmed at once where there is no verifier', async () => {
    const answer = await revoke((await api.createKey('acme')).key.id, 'wait=30');
    expect(answer.headers).toMatchObject({
      'preference-applied': 'wait=30',
      'keyledger-confirmation': 'complete',
    });
    expect(confirmationOf(answer)).toMatchObject({ complete: true, verifiers: [], missing: [] });
  });

  it('is confirmed when the last verifier has applied it, and says who took how long, then and later', async () => {
    const ids = [await verifier('a:1'), await verifier('b:1')];
    const { id } = (await api.createKey('acme')).key;
    const answering = revoke(id, 'wait=60');
    const position = await applyRevocation(id, ids);
    const answer = await answering;
    expect(answer.status).toBe(200);
    const confirmation = confirmationOf(answer);
    expect(confirmation).toMatchObject({ complete: true, missing: [] });
    const applied = { kind: 'verifier', state: 'live', outcome: 'applied', position: String(position) };
    expect(confirmation?.verifiers).toEqual([
      { id: ids[0], name: 'a:1', ...applied, confirmedAfterMs: expect.any(Number) },
      { id: ids[1], name: 'b:1', ...applied, confirmedAfterMs: expect.any(Number) },
    ]);

    const later = await api.send(`GET /v1/revocations/${position}`);
    expect(later.body as unknown as RevocationAnswer).toEqual({
      position: String(position),
      acceptedAt: expect.any(String),
      complete: true,
      verifiers: confirmation?.verifiers,
      missing: [],
    });
  });

  it('names those that are missing when the time is up', async () => {
    const [quick, slow] = [await verifier('a:1'), await verifier('b:1')];
    const { id } = (await api.createKey('acme')).key;
    const answering = revoke(id, 'wait=1');
    await applyRevocation(id, [quick]);
    const answer = await answering;
    expect([answer.status, answer.headers['keyledger-confirmation']]).toEqual([200, 'incomplete']);
    expect(confirmationOf(answer)).toMatchObject({
      complete: false,
      missing: [slow],
      verifiers: [
        { id: quick, outcome: 'applied' },
        { id: slow, outcome: 'missing', confirmedAfterMs: null },
      ],
    });
  });

  it('waits for one that registers meanwhile, and not for one that says goodbye', async () => {
    const leaving = await verifier('a:1');
    const { id } = (await api.createKey('acme')).key;
    const answering = revoke(id, 'wait=60');
    const position = await applyRevocation(id, []);
    const late = await verifier('c:1');
    await fleet.leave(leaving);
    await fleet.renew(late, position);
    expect(confirmationOf(await answering)).toMatchObject({
      complete: true,
      verifiers: [{ id: late, outcome: 'applied' }],
    });
  });

  it('is not confirmed by one whose lease has ended before its staleness bound has passed', async () => {
    const lapsed = await verifier('a:1');
    await lapse(lapsed);
    const answer = await revoke((await api.createKey('acme')).key.id, 'wait=1');
    expect(confirmationOf(answer)).toMatchObject({
      complete: false,
      missing: [lapsed],
      verifiers: [{ state: 'lapsed', outcome: 'missing' }],
    });
  });

  it('is confirmed without one whose lease has ended once its staleness bound has passed', async () => {
    await lapse(await verifier('a:1', 100));
    const answer = await revoke((await api.createKey('acme')).key.id, 'wait=60');
    expect(confirmationOf(answer)).toMatchObject({
      complete: true,
      missing: [],
      verifiers: [{ state: 'lapsed', outcome: 'refusing', confirmedAfterMs: null }],
    });
  });
});

describe('a key of an account that once chose to be answered by what is known last', () => {
  it('is not confirmed by time: whoever has no lease may accept it all the same', async () => {
    await api.openAccount('outage');
    for (const whenStale of ['accept', 'refuse']) {
      const { status } = await api.send('PATCH /v1/accounts/outage', { body: { whenStale } });
      expect(status).toBe(200);
    }
    const lapsed = await verifier('a:1', 100);
    await lapse(lapsed);
    const { id } = (await api.createKey('outage')).key;
    const { position, confirmation } = (await revoke(id, 'wait=1'))
      .body as unknown as ConfirmableChangeAnswer;
    expect(confirmation).toMatchObject({ complete: false, missing: [lapsed] });
    const later = await api.send(`GET /v1/revocations/${position}`);
    expect(later.body).toMatchObject({ complete: false, missing: [lapsed] });
  });
});

describe('every change that may forbid something', () => {
  const body = { reason: 'leaked' };
  const catalogue = { operations: [{ name: 'orders:List', access: 'read' }], groups: [] };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1' },
    paths: { '/orders': { get: { operationId: 'List', tags: ['orders'], responses: {} } } },
  };
  it.each<[string, string, object | undefined]>([
    ['POST', 'keys/{id}/disable', body],
    ['PUT', 'keys/{id}/scopes', { scopes: ['orders:List'] }],
    ['PUT', 'keys/{id}/ip-allowlist', { enforced: true, entries: ['192.0.2.1'] }],
    ['PUT', 'keys/{id}/expiry', { expiresAt: '2999-01-01T00:00:00Z' }],
    ['DELETE', 'keys/{id}', undefined],
    ['POST', 'keys/{id}/rotate', { overlap: 'PT0S' }],
    ['POST', 'accounts/switched/disable-api', body],
    ['PUT', 'accounts/profiled/profile', { profile: 'tagged-keys' }],
    ['PUT', 'accounts/catalogued/catalogue', catalogue],
    ['POST', 'accounts/documented/catalogue/from-openapi', document],
  ])('can be waited for: %s /v1/%s', async (method, path, sent) => {
    const [, account] = /^accounts\/(\w+)/.exec(path) ?? [];
    if (account !== undefined) await api.openAccount(account);
    const { id } = (await api.createKey('acme')).key;
    const route = `${method} /v1/${path.replace('{id}', id)}`;
    const answer = await api.send(route, { body: sent, headers: { prefer: 'wait=5' } });
    expect(answer.status).toBe(method === 'DELETE' ? 204 : path.endsWith('rotate') ? 201 : 200);
    expect(answer.headers['keyledger-confirmation']).toBe('complete');
    if (method !== 'DELETE') expect(confirmationOf(answer)?.complete).toBe(true);
  });

  it('is not waited for where it is only rehearsed', async () => {
    await verifier('a:1');
    await api.openAccount('rehearsed');
    const answer = await api.send('PUT /v1/accounts/rehearsed/catalogue?dryRun=true', {
      body: catalogue,
      headers: { prefer: 'wait=60' },
    });
    expect([answer.status, answer.body['position'], confirmationOf(answer)]).toEqual([200, null, undefined]);
    expect(answer.headers['preference-applied']).toBeUndefined();
  });

  it('is refused as ever where it is refused', async () => {
    const { id } = (await api.createKey('acme')).key;
    await revoke(id, 'wait=1');
    const again = await revoke(id, 'wait=60');
    expect([again.status, again.body.code]).toEqual([409, 'KEY_ALREADY_REVOKED']);
    expect(again.headers['preference-applied']).toBeUndefined();
  });
});

describe('the list of verifiers', () => {
  it('says how far each has come, and leaves out those that said goodbye', async () => {
    const [ahead, behind, gone] = [await verifier('a:1'), await verifier('b:1'), await verifier('c:1')];
    await fleet.renew(ahead, 900_000n);
    await fleet.renew(behind, 899_990n);
    await fleet.leave(gone);
    await lapse(behind);
    const list = (await api.send('GET /v1/verifiers')).body as unknown as VerifierListAnswer;
    expect(list).toMatchObject({
      newestPosition: '900000',
      truncated: false,
      items: [
        { id: ahead, name: 'a:1', state: 'live', position: '900000', behind: '0' },
        { id: behind, name: 'b:1', state: 'lapsed', position: '899990', behind: '10' },
      ],
    });
    expect(list.items).toHaveLength(2);
  });

  it('is not for keys that may not see it', async () => {
    const as = await api.adminKey('keyledger@acme:*');
    expect((await api.send('GET /v1/verifiers', { as })).status).toBe(403);
    expect((await api.send('GET /v1/revocations/1', { as })).status).toBe(403);
    const auditor = await api.adminKey('keyledger:read');
    expect((await api.send('GET /v1/verifiers', { as: auditor })).status).toBe(200);
  });

  it.each(['x', '-1', '1.5', '99999999999999999999'])('knows no position %s', async (position) => {
    const answer = await api.send(`GET /v1/revocations/${position}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });
});
