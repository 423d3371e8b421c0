import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyCreatedAnswer } from '@keyledger/contracts';
import { type SpecAnswer, SpecApi } from './spec-api.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let api: SpecApi;
let lengthBefore: number;

beforeAll(async () => {
  api = await SpecApi.start();
  const body = { name: 'Wild', slug: 'wild', profile: 'hierarchical-scopes' };
  await api.send('POST /v1/accounts', { body });
});

afterAll(async () => {
  await api.stop();
});

const within = (ms: number) => new Date(Date.now() + ms).toISOString();
const create = (wishes: object) =>
  api.send('POST /v1/accounts/wild/keys', { body: { name: 'CRM', scopes: ['orders:read'], ...wishes } });

async function keyFor(ms: number, scopes: readonly string[]): Promise<string> {
  const { body } = await create({ scopes, expiresAt: within(ms) });
  lengthBefore = await api.logLength();
  return (body as unknown as KeyCreatedAnswer).key.id;
}

async function expectNothingStored({ status, body }: SpecAnswer, code: string): Promise<void> {
  expect([status, body.code]).toEqual([400, code]);
  expect(await api.logLength()).toBe(lengthBefore);
}

beforeEach(async () => {
  lengthBefore = await api.logLength();
});

describe('WX-7: a key that is to live', () => {
  it.each([
    ['59 minutes', 59 * minuteMs],
    ['366 days', 366 * dayMs],
  ])('%s is refused', async (_, ms) =>
    expectNothingStored(await create({ expiresAt: within(ms) }), 'LIFETIME_OUT_OF_RANGE'),
  );

  it.each([{}, { expiresAt: null }])('for ever (%j) is refused', async (wishes) =>
    expectNothingStored(await create(wishes), 'EXPIRY_REQUIRED'),
  );

  it.each([
    ['61 minutes', 61 * minuteMs],
    ['364 days', 364 * dayMs],
  ])('%s is created', async (_, ms) => expect((await create({ expiresAt: within(ms) })).status).toBe(201));
});

describe('WX-8: a key that is to hold *:* for 8 days is refused', () => {
  it('by creation', async () => {
    const refused = await create({ scopes: ['*:*'], expiresAt: within(8 * dayMs) });
    await expectNothingStored(refused, 'WILDCARD_LIFETIME_EXCEEDED');
    expect((await create({ scopes: ['*:*'], expiresAt: within(6 * dayMs) })).status).toBe(201);
  });

  it('by change of its scopes', async () => {
    const id = await keyFor(8 * dayMs, ['orders:read']);
    const refused = await api.send(`PUT /v1/keys/${id}/scopes`, { body: { scopes: ['*:*'] } });
    await expectNothingStored(refused, 'WILDCARD_LIFETIME_EXCEEDED');
  });

  it('by change of its expiry', async () => {
    const id = await keyFor(2 * dayMs, ['*:*']);
    const body = { expiresAt: within(8 * dayMs) };
    const refused = await api.send(`PUT /v1/keys/${id}/expiry`, { body });
    await expectNothingStored(refused, 'WILDCARD_LIFETIME_EXCEEDED');
  });

  it('by rotation', async () => {
    const id = await keyFor(2 * dayMs, ['*:*']);
    const body = { overlap: 'PT1H', expiresAt: within(8 * dayMs) };
    const refused = await api.send(`POST /v1/keys/${id}/rotate`, { body });
    await expectNothingStored(refused, 'WILDCARD_LIFETIME_EXCEEDED');
  });

  it('by import', async () => {
    const digest = { algorithm: 'sha256', value: 'ef'.repeat(32) };
    const body = { name: 'Old', scopes: ['*:*'], expiresAt: within(8 * dayMs), digest };
    const refused = await api.send('POST /v1/accounts/wild/keys/import', { body });
    await expectNothingStored(refused, 'WILDCARD_LIFETIME_EXCEEDED');
  });
});
