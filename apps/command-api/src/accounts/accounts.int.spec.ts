import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi } from '../spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
});

afterAll(async () => {
  await api.stop();
});

const choose = (account: string, profile: string) =>
  api.send(`PUT /v1/accounts/${account}/profile`, { body: { profile } });

describe('an account', () => {
  it('is of the profile and the address that it was opened with, and of the default where none was named', async () => {
    await api.openAccount('plain');
    await api.openAccount('phones', { profile: 'tagged-keys', email: 'Ops@Phones.Example' });
    expect((await api.send('GET /v1/accounts/plain')).body).toMatchObject({
      profile: 'keyledger',
      email: null,
    });
    expect((await api.send('GET /v1/accounts/phones')).body).toMatchObject({
      profile: 'tagged-keys',
      email: 'ops@phones.example',
    });
  });

  it('is refused with a profile or an address that is none, and nothing is stored', async () => {
    const before = await api.logLength();
    const wrong = [
      [{ profile: 'none' }, 'INVALID_REQUEST'],
      [{ email: 'none' }, 'INVALID_EMAIL'],
    ] as const;
    for (const [wish, code] of wrong) {
      const { status, body } = await api.send('POST /v1/accounts', {
        body: { slug: 'new', name: 'New', ...wish },
      });
      expect([status, body.code]).toEqual([400, code]);
    }
    expect(await api.logLength()).toBe(before);
  });
});

describe('PATCH /v1/accounts/{account}', () => {
  it('changes what is given and leaves the rest', async () => {
    await api.openAccount('renamed', { email: 'a@b.example' });
    const { status, body } = await api.send('PATCH /v1/accounts/renamed', { body: { name: 'Renamed' } });
    expect(status).toBe(200);
    const { body: account } = await api.send(
      `GET /v1/accounts/renamed?minPosition=${String(body['position'])}`,
    );
    expect(account).toMatchObject({ name: 'Renamed', email: 'a@b.example', revision: 1 });
  });

  it('refuses an address that is none', async () => {
    const { status, body } = await api.send('PATCH /v1/accounts/renamed', { body: { email: '@' } });
    expect([status, body.code]).toEqual([400, 'INVALID_EMAIL']);
  });
});

describe('PUT /v1/accounts/{account}/profile', () => {
  it('is refused while keys of the old format can be used, or can be again', async () => {
    await api.openAccount('moving');
    const active = await api.createKey('moving');
    const disabled = await api.createKey('moving');
    await api.send(`POST /v1/keys/${disabled.key.id}/disable`, { body: { reason: 'unused' } });
    await api.send(`POST /v1/keys/${active.key.id}/revoke`, { body: { reason: 'unused' } });
    expect(await choose('moving', 'operations')).toMatchObject({
      status: 409,
      body: { code: 'PROFILE_IN_USE' },
    });
    await api.send(`POST /v1/keys/${disabled.key.id}/revoke`, { body: { reason: 'unused' } });
    expect((await choose('moving', 'operations')).status).toBe(200);
    const wish = { name: 'SMS', permissions: { operations: ['SMS'] } };
    const created = await api.send('POST /v1/accounts/moving/keys', { body: wish });
    expect(created.body).toMatchObject({ key: { profile: 'operations', scopes: ['messaging:SMS'] } });
  });

  it('is refused for the account of admins, and for none', async () => {
    expect((await choose('system', 'operations')).body.code).toBe('ACCOUNT_RESERVED');
    expect((await choose('nobody', 'operations')).body.code).toBe('ACCOUNT_NOT_FOUND');
    expect((await choose('moving', 'none')).status).toBe(400);
  });
});

describe('a new key', () => {
  it('is asked for in the words of its profile, and in no others', async () => {
    await api.openAccount('levels', { profile: 'permission-levels' });
    const codeOf = async (wish: object) =>
      (await api.send('POST /v1/accounts/levels/keys', { body: { name: 'Key for CRM', ...wish } })).body.code;
    const level = { level: 'full' };
    expect(await codeOf({})).toBe('TOO_MANY_SCOPES');
    expect(await codeOf({ scopes: ['*:*'], permissions: level })).toBe('INVALID_PERMISSIONS');
    expect(await codeOf({ permissions: { operations: ['SMS'] } })).toBe('INVALID_PERMISSIONS');
    expect(await codeOf({ scopes: ['numbers:*'] })).toBe('INVALID_SCOPE');
    expect(await codeOf({ permissions: level, kind: 'token' })).toBe('INVALID_KIND');
    expect(await codeOf({ permissions: level })).toBeUndefined();
  });

  it('keeps its attributes, and is refused with what are none', async () => {
    const { key } = await api.createKey('plain', { attributes: { team: 'billing', cost_centre: '17' } });
    expect(key.attributes).toEqual({ cost_centre: '17', team: 'billing' });
    const wrong = [
      { '1st': 'x' },
      { team: '' },
      { team: 'x'.repeat(201) },
      Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`a${index}`, 'x'])),
    ];
    for (const attributes of wrong) {
      const body = { name: 'Key for CRM', scopes: ['a:B'], attributes };
      expect((await api.send('POST /v1/accounts/plain/keys', { body })).body.code).toBe('INVALID_ATTRIBUTE');
    }
  });
});
