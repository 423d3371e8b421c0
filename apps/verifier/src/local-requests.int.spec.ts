import { randomUUID } from 'node:crypto';
import { LocalVerifier } from '@keyledger/sdk';
import { createTestDatabase, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

const time = new Date().toISOString();
let verifier: SpecVerifier;
let service: MintedKey;
let key: MintedKey;
let otherKey: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger@acme:Verify'] });
  key = await verifier.createKey();
  otherKey = await verifier.createKey({ accountId: 'other' });
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

function request(more: object = {}) {
  const nothing = { operation: null, clientAddress: null, userAgent: null };
  return { keyId: key.keyId, code: 'VALID', ...nothing, time, ...more };
}

function body(requests: readonly object[] = [request()], more: object = {}) {
  return { name: 'shop-7', producer: randomUUID(), firstSequence: 1, requests, ...more };
}

async function post(sent: object, { value } = service): Promise<Response> {
  return fetch(`${verifier.running.address}/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${value}`, 'content-type': 'application/json' },
    body: JSON.stringify(sent),
  });
}

async function eventsOf({ keyId }: MintedKey) {
  return (await verifier.requestEvents()).filter((event) => event.keyId === keyId);
}

it('a local verifier’s verdicts on known keys are recorded, and say who decided', async () => {
  const used = await verifier.createKey();
  const url = verifier.running.address;
  const local = new LocalVerifier({ url, key: service.value, name: 'shop-8' });
  local.start();
  const asked = { key: used.value, clientAddress: '192.0.2.7', userAgent: 'curl/8' };
  await waitFor(async () => (await local.verify(asked)).valid);
  await local.verify({ ...asked, operation: 'orders:Cancel' });
  await local.stop();
  expect(local.unrecorded).toBe(0);
  const events = await eventsOf(used);
  const told = { accountId: 'acme', clientAddress: '192.0.2.7', userAgent: 'curl/8' };
  const by = `${service.keyId}/shop-8`;
  expect(events[0]).toMatchObject({ ...told, operation: null, code: 'VALID', verifier: by });
  expect(events.at(-1)).toMatchObject({ ...told, operation: 'orders:Cancel', code: 'INSUFFICIENT_SCOPE' });
});

describe('POST /v1/requests', () => {
  it('records what is sent again once, and what is new with it', async () => {
    const fresh = await verifier.createKey();
    await verifier.caughtUp();
    const one = request({ keyId: fresh.keyId });
    const sent = body([one, one]);
    expect(await (await post(sent)).json()).toEqual({ recorded: 2, repeated: 0, ignored: 0 });
    const more = { ...sent, requests: [one, one, one] };
    expect(await (await post(more)).json()).toEqual({ recorded: 1, repeated: 2, ignored: 0 });
    expect(await eventsOf(fresh)).toHaveLength(3);
  });

  it('ignores keys that the caller may not ask about, and operations that are none or hold a key', async () => {
    const others = [
      request({ keyId: otherKey.keyId }),
      request({ keyId: 'key_nobody' }),
      request({ operation: 'no operation' }),
      request({ operation: `orders:${key.value}` }),
    ];
    expect(await (await post(body(others))).json()).toEqual({ recorded: 0, repeated: 0, ignored: 4 });
    expect(await eventsOf(otherKey)).toEqual([]);
  });

  it.each([
    ['nothing', () => ({ requests: [] })],
    ['too many', () => ({ requests: Array.from({ length: 501 }, () => request()) })],
    ['a verdict on no key', () => ({ requests: [request({ code: 'UNKNOWN_KEY' })] })],
    ['no time', () => ({ requests: [request({ time: 'now' })] })],
    ['an account of its choice', () => ({ requests: [request({ accountId: 'other' })] })],
    ['a producer of its choice', () => ({ producer: 'verifier-1' })],
    ['no number', () => ({ firstSequence: 0 })],
  ])('answers 400 to %s', async (_, wrong) => {
    expect((await post({ ...body(), ...wrong() })).status).toBe(400);
  });

  it('answers 401 to strangers', async () => {
    expect((await post(body(), key)).status).toBe(401);
  });
});
