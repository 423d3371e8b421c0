import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyAnswer, KeyCreatedAnswer, KeyRotatedAnswer } from '@keyledger/contracts';
import { SpecApi } from './spec-api.js';

const day = { name: 'day', kind: 'fixed', requests: 1_000, window: 'P1D' };
const month = { name: 'month', kind: 'credits', credits: 10, refill: { amount: 10, every: 'P30D' } };
const once = { name: 'once', kind: 'credits', credits: 5, refill: null };

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

async function shown(id: string, position: unknown): Promise<KeyAnswer['limits']> {
  const { body } = await api.send(`GET /v1/keys/${id}?minPosition=${String(position)}`);
  return (body as unknown as KeyAnswer).limits;
}

const put = (id: string, limits: unknown) => api.send(`PUT /v1/keys/${id}/limits`, { body: { limits } });

describe('limits of a key', () => {
  it('are set when it is created, replaced, and lifted', async () => {
    const { key, position }: KeyCreatedAnswer = await api.createKey('acme', { limits: [day, once] });
    expect(key.limits).toEqual([day, once]);
    expect(await shown(key.id, position)).toEqual([day, once]);
    const replaced = await put(key.id, [month]);
    expect(replaced.status).toBe(200);
    expect(await shown(key.id, replaced.body['position'])).toEqual([month]);
    const lifted = await put(key.id, []);
    expect(await shown(key.id, lifted.body['position'])).toEqual([]);
  });

  it('are recorded once: the same again is no event', async () => {
    const { key } = await api.createKey('acme', { limits: [day] });
    const before = await api.logLength();
    expect((await put(key.id, [day])).status).toBe(200);
    expect(await api.logLength()).toBe(before);
  });

  it('are none where nothing is said', async () => {
    expect((await api.createKey('acme')).key.limits).toEqual([]);
  });

  it('go over to the successor', async () => {
    const { key } = await api.createKey('acme', { limits: [day] });
    const rotated = await api.send(`POST /v1/keys/${key.id}/rotate`, { body: { overlap: 'P1D' } });
    expect((rotated.body as unknown as KeyRotatedAnswer).key.limits).toEqual([day]);
  });

  it('may be those of a key that is imported', async () => {
    const digest = { algorithm: 'sha256', value: 'a'.repeat(64) };
    const body = { name: 'Elsewhere', scopes: ['orders:*'], digest, limits: [month] };
    const imported = await api.send('POST /v1/accounts/acme/keys/import', { body });
    expect(imported).toMatchObject({ status: 201, body: { key: { limits: [month] } } });
  });

  it.each([
    ['INVALID_LIMIT', [{ ...day, window: 'P1M' }]],
    ['INVALID_LIMIT', [{ ...day, name: 'Day' }]],
    ['INVALID_LIMIT', [day, day]],
    ['INVALID_LIMIT', [{ ...month, refill: { amount: 11, every: 'P1D' } }]],
    ['TOO_MANY_LIMITS', Array.from({ length: 9 }, (_, at) => ({ ...day, name: `day-${at}` }))],
    ['INVALID_REQUEST', [{ ...day, requests: 0 }]],
    ['INVALID_REQUEST', [{ ...day, requests: '10' }]],
    ['INVALID_REQUEST', [{ ...day, credits: 10 }]],
    ['INVALID_REQUEST', { day: 1_000 }],
    ['INVALID_REQUEST', null],
  ])('are refused with %s, and nothing is recorded', async (code, limits) => {
    const { key } = await api.createKey('acme');
    const before = await api.logLength();
    expect(await put(key.id, limits)).toMatchObject({ status: 400, body: { code } });
    const created = await api.send('POST /v1/accounts/acme/keys', {
      body: { name: 'A key', scopes: ['orders:*'], limits },
    });
    expect(created).toMatchObject({ status: 400, body: { code } });
    expect(await api.logLength()).toBe(before);
  });

  it.each<[object | null, string, string]>([
    [{ ...day, requests: '10' }, 'limits.0.requests', 'expected number'],
    [{ ...day, requests: 0 }, 'limits.0.requests', '>=1'],
    [{ ...day, window: undefined }, 'limits.0.window', 'expected string'],
    [{ ...day, credits: 10 }, 'limits.0.credits', 'unknown field'],
    [{ ...once, refill: undefined }, 'limits.0.refill', 'Invalid input'],
    [{ ...month, refill: { amount: 1 } }, 'limits.0.refill.every', 'expected string'],
    [{ ...month, window: 'P1D' }, 'limits.0.window', 'unknown field'],
    [{ ...day, kind: 'weekly-TopSecret' }, 'limits.0.kind', 'expected fixed, sliding or credits'],
    [{ name: 'day' }, 'limits.0.kind', 'expected fixed, sliding or credits'],
    [null, 'limits.0', 'expected object'],
  ])('%j: the answer names the field that is wrong, and not what was sent', async (limit, path, message) => {
    const { key } = await api.createKey('acme');
    const { status, body, text } = await put(key.id, [limit]);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ path, message: expect.stringContaining(message) }] },
    });
    expect(text).not.toContain('TopSecret');
  });
});
