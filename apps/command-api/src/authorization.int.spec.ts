import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KeyCreatedAnswer, adminOperations } from '@keyledger/contracts';
import { mintKeyId } from '@keyledger/domain';
import { randomBytes } from 'node:crypto';
import { SpecApi, unissuedKey } from './spec-api.js';

let api: SpecApi;
let acmeKey: KeyCreatedAnswer;
let globexKey: KeyCreatedAnswer;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  await api.openAccount('globex');
  acmeKey = await api.createKey('acme');
  globexKey = await api.createKey('globex');
});

afterAll(async () => {
  await api.stop();
});

/** Every operation, on things that are there. */
const everyRoute = adminOperations.map(({ method, path }) => `${method} ${path}`);
const concrete = (route: string, account = 'globex', id = globexKey.key.id) =>
  route.replace('{account}', account).replace('{id}', id);

describe('401', () => {
  it.each(everyRoute)(
    'without credentials, with nothing but the scheme in the challenge: %s',
    async (route) => {
      expect(await api.send(concrete(route), { as: null })).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="keyledger"' },
        body: { code: 'MISSING_CREDENTIALS' },
      });
    },
  );

  it.each([
    ['half an object', '{"name":', {}],
    ['no JSON', 'name=x', { 'content-type': 'text/plain' }],
    ['too much', `{"name":"${'x'.repeat(100_000)}"}`, {}],
  ])('before the body is read, whatever it is: %s', async (_case, body, headers) => {
    for (const as of [null, unissuedKey()])
      expect((await api.send('POST /v1/accounts', { as, body, headers })).status).toBe(401);
  });

  const invalid = {
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="keyledger", error="invalid_token"' },
    body: { code: 'INVALID_CREDENTIALS' },
  };

  it.each([
    ['another scheme', 'Basic cm9vdDpyb290'],
    ['two spaces', `Bearer  ${unissuedKey()}`],
    ['nothing after the scheme', 'Bearer'],
    ['no scheme', unissuedKey()],
    ['what is no key', 'Bearer kl_live_x'],
    ['a key that nobody has', `Bearer ${unissuedKey()}`],
    ['8 KiB of it', `Bearer ${'x'.repeat(8_192)}`],
  ])('with %s', async (_case, authorization) => {
    expect(await api.send('GET /v1/accounts', { as: null, headers: { authorization } })).toMatchObject(
      invalid,
    );
  });

  it('with a key of an ordinary account: it is none of this API', async () => {
    expect(await api.send('GET /v1/accounts', { as: acmeKey.value })).toMatchObject(invalid);
  });

  it('with a key that was disabled, at once, and not any more when it is enabled', async () => {
    const { key, value } = await api.createKey('system', { scopes: ['keyledger:read'] });
    expect((await api.send('GET /v1/accounts', { as: value })).status).toBe(200);
    await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'policy' } });
    expect(await api.send('GET /v1/accounts', { as: value })).toMatchObject(invalid);
    await api.send(`POST /v1/keys/${key.id}/enable`);
    expect((await api.send('GET /v1/accounts', { as: value })).status).toBe(200);
    await api.send(`DELETE /v1/keys/${key.id}`);
    expect(await api.send('GET /v1/accounts', { as: value })).toMatchObject(invalid);
  });
});

describe('403', () => {
  it('to a key that may not be used from here', async () => {
    const { value } = await api.createKey('system', {
      scopes: ['keyledger:read'],
      ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
    });
    expect(await api.send('GET /v1/accounts', { as: value })).toMatchObject({
      status: 403,
      body: { code: 'ADDRESS_NOT_ALLOWED' },
    });
  });

  it('to whoever lacks the scope, naming one that would do', async () => {
    const auditor = await api.adminKey('keyledger:read');
    const refused = await api.send('POST /v1/accounts', { as: auditor, body: { name: 'X', slug: 'xx' } });
    expect(refused).toMatchObject({
      status: 403,
      headers: {
        'www-authenticate':
          'Bearer realm="keyledger", error="insufficient_scope", scope="keyledger:OpenAccount"',
      },
      body: { code: 'FORBIDDEN', sufficientScope: 'keyledger:OpenAccount' },
    });
  });

  it.each(everyRoute)('to a service key, whether the thing exists or not: %s', async (route) => {
    const service = await serviceKey();
    const there = await api.send(concrete(route), { as: service });
    const nowhere = await api.send(concrete(route, 'nowhere', unknownKeyId()), { as: service });
    expect(there).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(withoutRequestId(nowhere.body)).toEqual(withoutRequestId(there.body));
  });

  it('to whoever hands out more than they hold', async () => {
    const before = await api.logLength();
    const admin = await api.adminKey('keyledger@system:*', 'keyledger:read');
    const grants = [['*:*'], ['keyledger:*'], ['keyledger:CreateKey'], ['keyledger@acme:CreateKey']];
    for (const scopes of grants) {
      const body = { name: 'More', scopes };
      expect(await api.send('POST /v1/accounts/system/keys', { as: admin, body })).toMatchObject({
        status: 403,
        body: { code: 'GRANT_EXCEEDS_HOLDER' },
      });
    }
    const mine = await api.send('POST /v1/accounts/system/keys', {
      as: admin,
      body: { name: 'No more', scopes: ['keyledger@acme:read'] },
    });
    expect(mine.status).toBe(201);
    const { key } = mine.body as unknown as KeyCreatedAnswer;
    const widened = await api.send(`PUT /v1/keys/${key.id}/scopes`, { as: admin, body: { scopes: ['*:*'] } });
    expect(widened).toMatchObject({ status: 403, body: { code: 'GRANT_EXCEEDS_HOLDER' } });
    expect(await api.logLength()).toBe(before + 2);
  });

  it('to whoever enables a key that holds more than they do', async () => {
    const admin = await api.adminKey('keyledger@system:*');
    const { key } = await api.createKey('system', { scopes: ['keyledger:*'] });
    await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'policy' } });
    expect(await api.send(`POST /v1/keys/${key.id}/enable`, { as: admin })).toMatchObject({
      status: 403,
      body: { code: 'GRANT_EXCEEDS_HOLDER' },
    });
  });
});

describe('a lesser admin, of a key that holds more than they do', () => {
  const limits = {
    ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
    expiresAt: '2100-01-01T00:00Z',
  };

  it.each([
    ['the address list', 'ip-allowlist', { enforced: false, entries: [] }],
    ['the expiry', 'expiry', { expiresAt: null }],
  ])('does not lift %s', async (_case, route, body) => {
    const admin = await api.adminKey('keyledger@system:*');
    const { key } = await api.createKey('system', { scopes: ['*:*'], ...limits });
    const before = await api.logLength();
    expect(await api.send(`PUT /v1/keys/${key.id}/${route}`, { as: admin, body })).toMatchObject({
      status: 403,
      body: { code: 'GRANT_EXCEEDS_HOLDER' },
    });
    expect(await api.logLength()).toBe(before);
    expect((await api.send(`PUT /v1/keys/${key.id}/${route}`, { body })).status).toBe(200);
  });

  it('stops it, in case it has leaked', async () => {
    const admin = await api.adminKey('keyledger@system:*');
    const { key } = await api.createKey('system', { scopes: ['*:*'] });
    const body = { reason: 'leaked' };
    expect((await api.send(`POST /v1/keys/${key.id}/disable`, { as: admin, body })).status).toBe(200);
    expect((await api.send(`POST /v1/keys/${key.id}/revoke`, { as: admin, body })).status).toBe(200);
  });
});

describe('404', () => {
  const onOneAccount = everyRoute.filter((route) => /\{(account|id)\}/.test(route));

  it.each(onOneAccount)(
    'to an admin of another account, the same as for what does not exist: %s',
    async (route) => {
      const admin = await acmeAdmin();
      const foreign = await api.send(concrete(route), { as: admin, body: {} });
      const unknown = await api.send(concrete(route, 'nowhere', unknownKeyId()), { as: admin, body: {} });
      expect(foreign.status).toBe(404);
      expect(withoutRequestId(foreign.body)).toEqual(withoutRequestId(unknown.body));
      expect(Object.keys(foreign.headers).sort()).toEqual(Object.keys(unknown.headers).sort());
    },
  );

  it('while their own account answers', async () => {
    const admin = await acmeAdmin();
    expect((await api.send('GET /v1/accounts/acme', { as: admin })).status).toBe(200);
    expect((await api.send(`GET /v1/keys/${acmeKey.key.id}`, { as: admin })).status).toBe(200);
    const body = { name: 'Mine', scopes: ['a:B'] };
    expect((await api.send('POST /v1/accounts/acme/keys', { as: admin, body })).status).toBe(201);
    expect((await api.send('GET /v1/accounts/system', { as: admin })).status).toBe(404);
  });
});

describe('200', () => {
  it('to an account admin shows their account and its events alone', async () => {
    const admin = await acmeAdmin();
    const accounts = await api.send(`GET /v1/accounts?minPosition=${acmeKey.position}`, { as: admin });
    expect(accounts.body.items).toMatchObject([{ id: 'acme' }]);
    const events = await api.send(`GET /v1/audit?minPosition=${globexKey.position}`, { as: admin });
    const seen = (events.body.items as { account: string }[]).map(({ account }) => account);
    expect(new Set(seen)).toEqual(new Set(['acme']));
    const foreign = await api.send(`GET /v1/audit?account=globex`, { as: admin });
    expect(foreign.body).toEqual({ items: [], nextCursor: null });
    const byKey = await api.send(`GET /v1/audit?key=${globexKey.key.id}`, { as: admin });
    expect(byKey.body).toEqual({ items: [], nextCursor: null });
  });

  it('to an admin of several accounts shows each of them', async () => {
    const admin = await api.adminKey('keyledger@acme:read', 'keyledger@globex:read');
    const accounts = await api.send(`GET /v1/accounts?minPosition=${globexKey.position}`, { as: admin });
    expect((accounts.body.items as { id: string }[]).map(({ id }) => id).sort()).toEqual(['acme', 'globex']);
    const all = await api.send(`GET /v1/audit?minPosition=${globexKey.position}`, { as: admin });
    const seen = (all.body.items as { account: string }[]).map(({ account }) => account);
    expect(new Set(seen)).toEqual(new Set(['acme', 'globex']));
    const events = await api.send(`GET /v1/audit?account=globex&minPosition=${globexKey.position}`, {
      as: admin,
    });
    expect((events.body.items as unknown[]).length).toBeGreaterThan(0);
  });
});

let service: Promise<string> | undefined;
const serviceKey = () => (service ??= api.adminKey('keyledger:Verify'));

let admin: Promise<string> | undefined;
const acmeAdmin = () => (admin ??= api.adminKey('keyledger@acme:*'));

function unknownKeyId(): string {
  return mintKeyId((count) => randomBytes(count));
}

function withoutRequestId(body: Readonly<Record<string, unknown>>): unknown {
  return { ...body, requestId: 'any' };
}
