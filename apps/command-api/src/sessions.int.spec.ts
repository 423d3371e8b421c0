import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { POOL } from '@keyledger/platform';
import type pg from 'pg';
import { SpecApi, unissuedKey } from './spec-api.js';
import { reading, signIn, writing } from './spec-browser.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start({
    environment: { TRUSTED_PROXIES: '127.0.0.1' },
  });
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

async function adminKey(...scopes: string[]) {
  return api.createKey('system', { name: 'Operations desk', scopes });
}

describe('a session', () => {
  it('does what its key may do', async () => {
    const browser = await signIn(api, (await adminKey('keyledger@acme:*')).value);
    const created = await api.send('POST /v1/accounts/acme/keys', {
      ...writing(browser),
      body: { name: 'By browser', scopes: ['orders:Create'] },
    });
    expect(created.status).toBe(201);
    const actor = (created.body as { key?: { createdBy?: string } }).key?.createdBy;
    expect(actor).toBe(browser.answer.body.keyId);
    expect((await api.send('GET /v1/accounts/acme/keys', reading(browser))).status).toBe(200);
    const elsewhere = await api.send('POST /v1/accounts', {
      ...writing(browser),
      body: { name: 'x', slug: 'xx' },
    });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('is shown, and that nobody is signed in is no error', async () => {
    const browser = await signIn(api, api.rootKey);
    const shown = await api.send('GET /v1/session', reading(browser));
    expect(shown.body).toMatchObject({ signedIn: true, csrfToken: browser.csrfToken });
    const nobody = await api.send('GET /v1/session', { as: null });
    expect([nobody.status, nobody.body]).toEqual([200, { signedIn: false }]);
    const unknown = await api.send('GET /v1/session', reading({ cookie: 'keyledger_session=unknown' }));
    expect(unknown.body).toEqual({ signedIn: false });
    expect(unknown.headers['set-cookie']).toMatch(/^keyledger_session=; Max-Age=0;/);
  });

  it('lives no longer for what its page asks by itself', async () => {
    const browser = await signIn(api, api.rootKey);
    const expiryOf = async (headers: Readonly<Record<string, string>>) => {
      const answer = await api.send('GET /v1/session', {
        as: null,
        headers: { cookie: browser.cookie, ...headers },
      });
      return Date.parse(String(answer.body.expiresAt));
    };
    const atFirst = await expiryOf({});
    const pool = api.running.app.get<pg.Pool>(POOL, { strict: false });
    await pool.query("UPDATE session.session SET seen_at = seen_at - interval '10 minutes'");
    const tenMinutesMs = 10 * 60_000;
    expect(await expiryOf({ 'keyledger-background': 'true' })).toBe(atFirst - tenMinutesMs);
    expect(await expiryOf({ accept: 'text/event-stream' })).toBe(atFirst - tenMinutesMs);
    expect(await expiryOf({})).toBeGreaterThanOrEqual(atFirst);
  });

  it('gives way to a key in Authorization', async () => {
    const browser = await signIn(api, (await adminKey('keyledger@acme:read')).value);
    const answer = await api.send('GET /v1/audit', { headers: { cookie: browser.cookie } });
    expect(answer.status).toBe(200);
    const wrong = await api.send('GET /v1/accounts', {
      as: unissuedKey(),
      headers: { cookie: browser.cookie },
    });
    expect(wrong.body.code).toBe('INVALID_CREDENTIALS');
  });

  it.each([
    ['without the token', { 'x-csrf-token': '' }],
    ['with another token', { 'x-csrf-token': 'r0n5nD8HqQWk0pQ0v9bUu8bXo1nS0C5v7YfVtWmJQmE' }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from a page without an origin', { origin: 'null' }],
  ])('does not write %s', async (_how, headers) => {
    const browser = await signIn(api, api.rootKey);
    const before = await api.logLength();
    for (const route of ['POST /v1/accounts', 'DELETE /v1/session', 'DELETE /v1/sessions']) {
      const request = writing(browser, headers);
      const body = route.startsWith('POST') ? { body: { name: 'x', slug: 'unmeant' } } : {};
      const answer = await api.send(route, { ...request, ...body });
      expect([route, answer.status, answer.body.code]).toEqual([route, 403, 'CROSS_SITE_REQUEST']);
    }
    expect(await api.logLength()).toBe(before);
    expect((await api.send('GET /v1/accounts', reading(browser))).status).toBe(200);
  });

  it('takes no other session’s token', async () => {
    const [one, other] = [await signIn(api, api.rootKey), await signIn(api, api.rootKey)];
    const mixed = { ...one, csrfToken: other.csrfToken };
    const answer = await api.send('POST /v1/accounts', {
      ...writing(mixed),
      body: { name: 'x', slug: 'xx' },
    });
    expect(answer.body.code).toBe('CROSS_SITE_REQUEST');
  });

  it('is at home where it was begun: no cookie works under the other name', async () => {
    const browser = await signIn(api, api.rootKey);
    const moved = { cookie: browser.cookie.replace('keyledger', '__Host-keyledger') };
    expect((await api.send('GET /v1/accounts', reading(moved))).body.code).toBe('MISSING_CREDENTIALS');
  });
});

describe('signing out', () => {
  it('ends the session at once', async () => {
    const browser = await signIn(api, api.rootKey);
    const out = await api.send('DELETE /v1/session', writing(browser));
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/Max-Age=0/);
    const after = await api.send('GET /v1/accounts', reading(browser));
    expect([after.status, after.body.code]).toEqual([401, 'INVALID_SESSION']);
    expect((await api.send('DELETE /v1/session', { as: null })).status).toBe(204);
  });

  it('everywhere ends all of the key, by a session or by the key itself', async () => {
    const { value } = await adminKey('keyledger:read');
    const [one, two, three] = [await signIn(api, value), await signIn(api, value), await signIn(api, value)];
    const other = await signIn(api, api.rootKey);
    const out = await api.send('DELETE /v1/sessions', writing(one));
    expect([out.status, out.body]).toEqual([200, { ended: 3 }]);
    for (const browser of [one, two, three]) {
      expect((await api.send('GET /v1/session', reading(browser))).body).toEqual({ signedIn: false });
    }
    const again = await signIn(api, value);
    expect((await api.send('DELETE /v1/sessions', { as: value })).body).toEqual({ ended: 1 });
    expect((await api.send('GET /v1/accounts', reading(again))).status).toBe(401);
    expect((await api.send('GET /v1/accounts', reading(other))).status).toBe(200);
  });
});

describe('the key behind a session', () => {
  const changes = [
    ['revoked', 'POST', 'revoke', { reason: 'leaked' }],
    ['disabled', 'POST', 'disable', { reason: 'policy' }],
  ] as const;

  it.each(changes)('being %s ends it at once, for good', async (_what, method, path, body) => {
    const { key, value } = await adminKey('keyledger:read');
    const browser = await signIn(api, value);
    expect((await api.send('GET /v1/accounts', reading(browser))).status).toBe(200);
    await api.send(`${method} /v1/keys/${key.id}/${path}`, { body });
    const after = await api.send('GET /v1/accounts', reading(browser));
    expect([after.status, after.body.code]).toEqual([401, 'INVALID_SESSION']);
    expect(after.headers['set-cookie']).toMatch(/Max-Age=0/);
    await api.send(`POST /v1/keys/${key.id}/enable`);
    expect((await api.send('GET /v1/accounts', reading(browser))).status).toBe(401);
  });

  it('being enabled again brings no session back, though nobody had asked with it meanwhile', async () => {
    const { key, value } = await adminKey('keyledger:read');
    const browser = await signIn(api, value);
    await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'policy' } });
    expect((await api.send(`POST /v1/keys/${key.id}/enable`)).status).toBe(200);
    expect((await api.send('GET /v1/accounts', { as: value })).status).toBe(200);
    expect((await api.send('GET /v1/accounts', reading(browser))).body.code).toBe('INVALID_SESSION');
  });

  it('allows through it what its scopes allow now', async () => {
    const { key, value } = await adminKey('keyledger:*');
    const browser = await signIn(api, value);
    await api.send(`PUT /v1/keys/${key.id}/scopes`, { body: { scopes: ['keyledger@acme:read'] } });
    const write = await api.send('POST /v1/accounts', {
      ...writing(browser),
      body: { name: 'x', slug: 'xx' },
    });
    expect(write.body.code).toBe('FORBIDDEN');
    const shown = await api.send('GET /v1/session', reading(browser));
    expect(shown.body).toMatchObject({ scopes: ['keyledger@acme:read'], operations: [] });
  });

  it('lets nobody through from an address that it does not allow', async () => {
    const { key, value } = await adminKey('keyledger:read');
    const browser = await signIn(api, value);
    await api.send(`PUT /v1/keys/${key.id}/ip-allowlist`, {
      body: { enforced: true, entries: ['203.0.113.9'] },
    });
    for (const route of ['GET /v1/accounts', 'GET /v1/session']) {
      const refused = await api.send(route, reading(browser));
      expect([route, refused.status, refused.body.code]).toEqual([route, 403, 'ADDRESS_NOT_ALLOWED']);
    }
    const headers = { cookie: browser.cookie, 'x-forwarded-for': '203.0.113.9' };
    expect((await api.send('GET /v1/accounts', { as: null, headers })).status).toBe(200);
  });
});
