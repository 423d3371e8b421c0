import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
import { apiOf } from '../e2e/api.js';
import { Company, inDays } from './company.js';

/** Unified communications: profile `hierarchical-scopes`. */

let company: Company;

const catalogue = {
  operations: [
    {
      name: 'messaging:ListChannels',
      access: 'read',
      routes: [{ method: 'GET', path: '/v2/conversations/channels' }],
    },
    { name: 'messaging:GetChannel', access: 'read' },
    { name: 'messaging:SendMessage', access: 'write' },
    { name: 'users:GetUserInfo', access: 'read' },
    { name: 'users:CreateBot', access: 'write' },
  ],
  groups: [],
};

beforeAll(async () => {
  company = await Company.open({ profile: 'hierarchical-scopes', catalogue });
});
afterAll(() => company.close());

const bearer = (value: string) => ['Authorization', `Bearer ${value}`];
const wanted = (change: object = {}) => ({
  name: 'CRM integration',
  scopes: ['messaging:SendMessage'],
  environment: 'production',
  expiresAt: inDays(60),
  ...change,
});
const codesOf = (warnings: readonly { readonly code: string }[]) => warnings.map(({ code }) => code);
const hoursMs = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('the value', () => {
  it('WX-1: is wsk-v1- and random alphanumeric characters, 100 in all', async () => {
    const [one, other] = [await company.create(wanted()), await company.create(wanted())];
    for (const { value } of [one, other]) expect(value).toMatch(/^wsk-v1-[0-9A-Za-z]{93}$/);
    expect(one.value).not.toBe(other.value);
  });

  it('WX-2: is shown once, and nowhere again', async () => {
    const { key, value, position } = await company.create(wanted());
    const secret = value.slice(20);
    const paths = [
      `/v1/keys/${key.id}?minPosition=${position}`,
      `/v1/accounts/company/keys?minPosition=${position}`,
      `/v1/keys/${key.id}/history?minPosition=${position}`,
      `/v1/audit?minPosition=${position}`,
    ];
    for (const path of paths) {
      const { status, body } = await company.admin.get(path);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(secret);
    }
    expect(company.output).not.toContain(secret);
  });

  it('WX-13: travels as a Bearer token, and malformed headers answer 401', async () => {
    const { value } = await company.create(wanted());
    const operation = 'messaging:SendMessage';
    expect((await company.authorize({ headers: bearer(value), operation })).status).toBe(200);
    for (const header of [
      '',
      value,
      `bearer: ${value}`,
      `Bearer  ${value}`,
      `Bearer ${value} `,
      `Basic ${value}`,
    ]) {
      const answer = await company.authorize({ headers: ['Authorization', `${header}x`], operation });
      expect([header, answer.status]).toEqual([header, 401]);
    }
    expect((await company.authorize({ headers: [], operation })).status).toBe(401);
    expect((await company.authorize({ headers: ['X-Api-Key', value], operation })).status).toBe(401);
  });
});

describe('who manages keys', () => {
  it('WX-3: a root admin of the company, and nobody else', async () => {
    const service = await company.create({ name: 'Backend', scopes: ['keyledger@company:Verify'] }, 'system');
    const auditor = await company.create({ name: 'Auditor', scopes: ['keyledger@company:read'] }, 'system');
    const root = await company.create({ name: 'Root admin', scopes: ['keyledger@company:*'] }, 'system');
    const statusOf = async (value: string) =>
      (await apiOf(company.baseUrl, value).post('/v1/accounts/company/keys', wanted())).status;
    expect(await statusOf(root.value)).toBe(201);
    expect(await statusOf(auditor.value)).toBe(403);
    expect(await statusOf(service.value)).toBe(403);
    const { value } = await company.create(wanted());
    expect(await statusOf(value)).toBe(401);
  });
});

describe('scopes', () => {
  it.each([
    ['*:*', ['messaging:ListChannels', 'messaging:SendMessage', 'users:CreateBot'], []],
    ['messaging:*', ['messaging:ListChannels', 'messaging:SendMessage'], ['users:GetUserInfo']],
    ['messaging:read', ['messaging:ListChannels', 'messaging:GetChannel'], ['messaging:SendMessage']],
    ['messaging:SendMessage', ['messaging:SendMessage'], ['messaging:ListChannels']],
  ])('WX-4: %s', async (scope, allowed, refused) => {
    const expiresAt = inDays(6);
    const { value } = await company.create(wanted({ scopes: [scope], expiresAt }));
    const statusOf = async (operation: string) =>
      (await company.authorize({ headers: bearer(value), operation })).status;
    for (const operation of allowed) expect([operation, await statusOf(operation)]).toEqual([operation, 200]);
    for (const operation of refused) expect([operation, await statusOf(operation)]).toEqual([operation, 403]);
  });

  it('WX-4: what is no scope, or names nothing, is refused', async () => {
    for (const [scope, code] of [
      ['*:read', 'INVALID_SCOPE'],
      ['@users', 'UNKNOWN_OPERATION'],
      ['messaging', 'INVALID_SCOPE'],
      ['messaging:Fly', 'UNKNOWN_OPERATION'],
      ['insights:*', 'UNKNOWN_OPERATION'],
    ]) {
      const { status, body } = await company.wish(wanted({ scopes: [scope] }));
      expect([scope, status, body.code]).toEqual([scope, 400, code]);
    }
  });

  it('WX-5: the widest scope that applies decides, and the answer names it', async () => {
    const narrowToWide = ['messaging:ListChannels', 'messaging:read', 'messaging:*', '*:*'];
    for (const [index, widest] of narrowToWide.entries()) {
      const scopes = narrowToWide.slice(0, index + 1);
      const { value } = await company.create(wanted({ scopes, expiresAt: inDays(6) }));
      const operation = 'messaging:ListChannels';
      const { body } = await company.admin.post('/v1/verify', { key: value, operation });
      expect(body).toMatchObject({ valid: true, scope: widest });
      const { headers } = await company.authorize({ headers: bearer(value), operation });
      expect(headers['x-keyledger-scope']).toBe(widest);
    }
  });

  it('WX-6: each operation tells which scopes allow it, and each scope which operations, the least first', async () => {
    const base = '/v1/accounts/company/catalogue';
    const allowed = await company.admin.get(`${base}/operations/messaging:ListChannels/allowed-scopes`);
    expect(allowed.status).toBe(200);
    expect(JSON.stringify(allowed.body)).toMatch(
      /messaging:ListChannels.*messaging:read.*messaging:\*.*\*:\*/,
    );
    const operations = await company.admin.get(`${base}/scopes/messaging:read/operations`);
    expect(JSON.stringify(operations.body)).toMatch(/messaging:GetChannel.*messaging:ListChannels/);
    expect(JSON.stringify(operations.body)).not.toContain('messaging:SendMessage');
    expect((await company.admin.get(`${base}/operations/messaging:Fly/allowed-scopes`)).status).toBe(404);
  });

  it('WX-11: permissions that were never used are named, with a smaller set that would have done', async () => {
    const { key, value } = await company.create(wanted({ scopes: ['messaging:*', 'users:read'] }));
    await company.authorize({ headers: bearer(value), operation: 'messaging:ListChannels' });
    const reviewed = await waitFor(async () => {
      const { body } = await company.admin.get<{
        items: { key: { id: string }; usedOperations: object[] }[];
      }>('/v1/accounts/company/review');
      return body.items.find((item) => item.key.id === key.id && item.usedOperations.length > 0);
    });
    expect(reviewed).toMatchObject({
      unusedScopes: ['users:read'],
      proposal: { scopes: ['messaging:ListChannels'] },
    });
  });
});

describe('expiry', () => {
  it('WX-7: is mandatory, 1 hour to 1 year', async () => {
    const codeFor = async (expiresAt: string | null) => (await company.wish(wanted({ expiresAt }))).body.code;
    expect(await codeFor(null)).toBe('EXPIRY_REQUIRED');
    expect((await company.wish({ scopes: ['messaging:SendMessage'] })).body.code).toBe('EXPIRY_REQUIRED');
    expect(await codeFor(hoursMs(59 / 60))).toBe('LIFETIME_OUT_OF_RANGE');
    expect(await codeFor(inDays(366))).toBe('LIFETIME_OUT_OF_RANGE');
    expect((await company.wish(wanted({ expiresAt: hoursMs(61 / 60) }))).status).toBe(201);
    expect((await company.wish(wanted({ expiresAt: inDays(364) }))).status).toBe(201);
  });

  it('WX-8: a key that holds *:* lives 7 days at most, however it came to hold it or to live', async () => {
    const refused = { status: 400, body: { code: 'WILDCARD_LIFETIME_EXCEEDED' } };
    const [all, some] = [['*:*'], ['messaging:*']];
    expect(await company.wish(wanted({ scopes: all, expiresAt: inDays(8) }))).toMatchObject(refused);
    const long = await company.create(wanted({ scopes: some, expiresAt: inDays(8) }));
    expect(await company.admin.put(`/v1/keys/${long.key.id}/scopes`, { scopes: all })).toMatchObject(refused);
    const short = await company.create(wanted({ scopes: all, expiresAt: inDays(6) }));
    const expiry = { expiresAt: inDays(8) };
    expect(await company.admin.put(`/v1/keys/${short.key.id}/expiry`, expiry)).toMatchObject(refused);
    const rotation = { overlap: 'P1D', ...expiry };
    expect(await company.admin.post(`/v1/keys/${short.key.id}/rotate`, rotation)).toMatchObject(refused);
    const allowed = await company.admin.post(`/v1/keys/${short.key.id}/rotate`, { overlap: 'P1D' });
    expect(allowed.status).toBe(201);
  });

  it.each([
    ['development', 3, []],
    ['development', 8, ['LIFETIME_OUTSIDE_GUIDANCE']],
    ['testing', 10, []],
    ['testing', 31, ['LIFETIME_OUTSIDE_GUIDANCE']],
    ['production', 90, []],
    ['production', 7, ['LIFETIME_OUTSIDE_GUIDANCE']],
  ])('WX-9: warns of %s keys that live %i days: %j', async (environment, days, expected) => {
    const { status, body } = await company.wish(wanted({ environment, expiresAt: inDays(days + 0.01) }));
    expect(status).toBe(201);
    const isEdge = expected.length === 0 ? [] : expected;
    expect(codesOf(body.warnings)).toEqual(isEdge);
  });

  it('WX-9: warns of *:* in production, and creates the key all the same', async () => {
    const { body } = await company.wish(wanted({ scopes: ['*:*'], expiresAt: inDays(6) }));
    expect(codesOf(body.warnings)).toContain('EVERYTHING_IN_PRODUCTION');
  });

  it('WX-10: reminds before a key expires, finds unused keys, and shows what each holds and used', async () => {
    const { key } = await company.create(wanted({ expiresAt: inDays(5), environment: 'development' }));
    const reminder = await waitFor(async () => {
      const { body } = await company.admin.get<{ items: { type: string; data: object }[] }>(
        `/v1/keys/${key.id}/history`,
      );
      return body.items.find(({ type }) => type === 'ExpiryReminded');
    });
    expect(reminder.data).toMatchObject({ keyId: key.id, daysBefore: 7 });
    const { items } = await company.list(`unusedSince=${encodeURIComponent(new Date().toISOString())}`);
    expect(items.map(({ id }) => id)).toContain(key.id);
    const { body } = await company.admin.get<{ items: { key: { id: string }; usedOperations: object[] }[] }>(
      '/v1/accounts/company/review',
    );
    expect(body.items.find((item) => item.key.id === key.id)).toMatchObject({
      key: { scopes: ['messaging:SendMessage'] },
      usedOperations: [],
    });
  });

  it('WX-12: warns of names that say little', async () => {
    for (const name of ['Key1', 'Test', 'MyKey']) {
      const { status, body } = await company.wish(wanted({ name }));
      expect([name, status, codesOf(body.warnings)]).toEqual([name, 201, ['NAME_SAYS_LITTLE']]);
    }
    for (const name of ['CRM Integration', 'Analytics Dashboard readonly', 'Users full access']) {
      expect(codesOf((await company.wish(wanted({ name }))).body.warnings)).toEqual([]);
    }
  });
});
