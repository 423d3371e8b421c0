import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { type SpecAnswer, SpecApi, unissuedKey } from './spec-api.js';

let database: TestDatabase;
let api: SpecApi;
const logged: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  api = await SpecApi.start(database.url, {
    environment: { TRUSTED_PROXIES: '127.0.0.1' },
    onLog: (line) => logged.push(line),
  });
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
  await database.drop();
});

interface Browser {
  readonly answer: SpecAnswer;
  readonly cookie: string;
  readonly csrfToken: string;
}

/** Each spec from an address of its own, so that the bound on attempts is one spec's alone. */
let clients = 0;
const otherAddress = () => ({ 'x-forwarded-for': `198.51.100.${(clients += 1)}` });

async function signIn(key: string, headers: Record<string, string> = otherAddress()): Promise<Browser> {
  const answer = await api.send('POST /v1/session', { as: null, body: { key }, headers });
  const set = answer.headers['set-cookie'];
  const [cookie = ''] = typeof set === 'string' ? set.split(';') : [];
  return { answer, cookie, csrfToken: String(answer.body.csrfToken) };
}

const by = ({ cookie, csrfToken }: Browser, headers: Record<string, string> = {}) => ({
  as: null,
  headers: { cookie, 'x-csrf-token': csrfToken, ...headers },
});
const reading = ({ cookie }: Pick<Browser, 'cookie'>) => ({ as: null, headers: { cookie } });

async function adminKey(...scopes: string[]) {
  return api.createKey('system', { name: 'Operations desk', scopes });
}

describe('signing in', () => {
  it('exchanges a key for a cookie that no script reads, and tells what the key may do', async () => {
    const { key, value } = await adminKey('keyledger:read', 'keyledger@acme:*');
    const { answer, cookie } = await signIn(value);
    expect(answer.status).toBe(201);
    expect(answer.headers['set-cookie']).toMatch(
      /^keyledger_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({
      signedIn: true,
      keyId: key.id,
      name: 'Operations desk',
      scopes: ['keyledger@acme:*', 'keyledger:read'],
    });
    const { operations, accounts } = answer.body as unknown as {
      operations: string[];
      accounts: { id: string; operations: string[] }[];
    };
    expect(operations).toEqual(expect.arrayContaining(['ListAccounts', 'ReadAudit']));
    expect(operations).not.toContain('CreateKey');
    expect(accounts).toMatchObject([{ id: 'acme' }]);
    expect(accounts[0]?.operations).toContain('CreateKey');
    expect(answer.text).not.toContain(value);
    expect(answer.text).not.toContain(cookie.split('=')[1]);
  });

  it('over https gives a secure cookie that is bound to the host', async () => {
    const { value } = await adminKey('keyledger:read');
    const https = { ...otherAddress(), 'x-forwarded-proto': 'https', host: 'keys.example' };
    const { answer, cookie } = await signIn(value, https);
    expect(answer.headers['set-cookie']).toMatch(/^__Host-keyledger_session=.+; Secure;/);
    const found = await api.send('GET /v1/accounts', { as: null, headers: { ...https, cookie } });
    expect(found.status).toBe(200);
  });

  it('in the clear is for the machine itself', async () => {
    const { answer } = await signIn(api.rootKey, { ...otherAddress(), host: 'keys.example' });
    expect([answer.status, answer.body.code]).toEqual([403, 'HTTPS_REQUIRED']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is refused to another site’s page', async () => {
    const { answer } = await signIn(api.rootKey, { ...otherAddress(), origin: 'https://evil.example' });
    expect([answer.status, answer.body.code]).toEqual([403, 'CROSS_SITE_REQUEST']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['nobody’s key', async () => unissuedKey()],
    ['no key', async () => 'let me in'],
    ['a key that is no admin’s', async () => (await api.createKey('acme')).value],
  ])('is refused with %s', async (_what, keyOf) => {
    const { answer } = await signIn(await keyOf());
    expect([answer.status, answer.body.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([{}, { key: '' }, { key: 7 }, { key: 'x', remember: true }, []])(
    'takes no body such as %j',
    async (body) => {
      const answer = await api.send('POST /v1/session', { as: null, body, headers: otherAddress() });
      expect(answer.status).toBe(400);
    },
  );

  it('is tried so often and no more, by address, until the time that is told', async () => {
    const from = otherAddress();
    const codes = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      codes.push((await signIn(unissuedKey(), from)).answer.body.code);
    }
    expect(new Set(codes.slice(0, 10))).toEqual(new Set(['INVALID_CREDENTIALS']));
    expect(codes.slice(10)).toEqual(['TOO_MANY_SIGN_INS', 'TOO_MANY_SIGN_INS']);
    const { answer } = await signIn(api.rootKey, from);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(api.rootKey)).answer.status).toBe(201);
  });

  it('anew ends the session that the browser had', async () => {
    const first = await signIn(api.rootKey);
    await signIn(api.rootKey, { ...otherAddress(), cookie: first.cookie });
    expect((await api.send('GET /v1/accounts', reading(first))).body.code).toBe('INVALID_SESSION');
  });
});

describe('a session', () => {
  it('does what its key may do', async () => {
    const browser = await signIn((await adminKey('keyledger@acme:*')).value);
    const created = await api.send('POST /v1/accounts/acme/keys', {
      ...by(browser),
      body: { name: 'By browser', scopes: ['orders:Create'] },
    });
    expect(created.status).toBe(201);
    const actor = (created.body as { key?: { createdBy?: string } }).key?.createdBy;
    expect(actor).toBe(browser.answer.body.keyId);
    expect((await api.send('GET /v1/accounts/acme/keys', reading(browser))).status).toBe(200);
    const elsewhere = await api.send('POST /v1/accounts', {
      ...by(browser),
      body: { name: 'x', slug: 'xx' },
    });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('is shown, and that nobody is signed in is no error', async () => {
    const browser = await signIn(api.rootKey);
    const shown = await api.send('GET /v1/session', reading(browser));
    expect(shown.body).toMatchObject({ signedIn: true, csrfToken: browser.csrfToken });
    const nobody = await api.send('GET /v1/session', { as: null });
    expect([nobody.status, nobody.body]).toEqual([200, { signedIn: false }]);
    const unknown = await api.send('GET /v1/session', reading({ cookie: 'keyledger_session=unknown' }));
    expect(unknown.body).toEqual({ signedIn: false });
    expect(unknown.headers['set-cookie']).toMatch(/^keyledger_session=; Max-Age=0;/);
  });

  it('gives way to a key in Authorization', async () => {
    const browser = await signIn((await adminKey('keyledger@acme:read')).value);
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
    const browser = await signIn(api.rootKey);
    const before = await api.logLength();
    for (const route of ['POST /v1/accounts', 'DELETE /v1/session', 'DELETE /v1/sessions']) {
      const request = by(browser, headers);
      const body = route.startsWith('POST') ? { body: { name: 'x', slug: 'unmeant' } } : {};
      const answer = await api.send(route, { ...request, ...body });
      expect([route, answer.status, answer.body.code]).toEqual([route, 403, 'CROSS_SITE_REQUEST']);
    }
    expect(await api.logLength()).toBe(before);
    expect((await api.send('GET /v1/accounts', reading(browser))).status).toBe(200);
  });

  it('takes no other session’s token', async () => {
    const [one, other] = [await signIn(api.rootKey), await signIn(api.rootKey)];
    const mixed = { ...one, csrfToken: other.csrfToken };
    const answer = await api.send('POST /v1/accounts', { ...by(mixed), body: { name: 'x', slug: 'xx' } });
    expect(answer.body.code).toBe('CROSS_SITE_REQUEST');
  });

  it('is at home where it was begun: no cookie works under the other name', async () => {
    const browser = await signIn(api.rootKey);
    const moved = { cookie: browser.cookie.replace('keyledger', '__Host-keyledger') };
    expect((await api.send('GET /v1/accounts', reading(moved))).body.code).toBe('MISSING_CREDENTIALS');
  });
});

describe('signing out', () => {
  it('ends the session at once', async () => {
    const browser = await signIn(api.rootKey);
    const out = await api.send('DELETE /v1/session', by(browser));
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/Max-Age=0/);
    const after = await api.send('GET /v1/accounts', reading(browser));
    expect([after.status, after.body.code]).toEqual([401, 'INVALID_SESSION']);
    expect((await api.send('DELETE /v1/session', { as: null })).status).toBe(204);
  });

  it('everywhere ends all of the key, by a session or by the key itself', async () => {
    const { value } = await adminKey('keyledger:read');
    const [one, two, three] = [await signIn(value), await signIn(value), await signIn(value)];
    const other = await signIn(api.rootKey);
    const out = await api.send('DELETE /v1/sessions', by(one));
    expect([out.status, out.body]).toEqual([200, { ended: 3 }]);
    for (const browser of [one, two, three]) {
      expect((await api.send('GET /v1/session', reading(browser))).body).toEqual({ signedIn: false });
    }
    const again = await signIn(value);
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
    const browser = await signIn(value);
    expect((await api.send('GET /v1/accounts', reading(browser))).status).toBe(200);
    await api.send(`${method} /v1/keys/${key.id}/${path}`, { body });
    const after = await api.send('GET /v1/accounts', reading(browser));
    expect([after.status, after.body.code]).toEqual([401, 'INVALID_SESSION']);
    expect(after.headers['set-cookie']).toMatch(/Max-Age=0/);
    await api.send(`POST /v1/keys/${key.id}/enable`);
    expect((await api.send('GET /v1/accounts', reading(browser))).status).toBe(401);
  });

  it('allows through it what its scopes allow now', async () => {
    const { key, value } = await adminKey('keyledger:*');
    const browser = await signIn(value);
    await api.send(`PUT /v1/keys/${key.id}/scopes`, { body: { scopes: ['keyledger@acme:read'] } });
    const write = await api.send('POST /v1/accounts', { ...by(browser), body: { name: 'x', slug: 'xx' } });
    expect(write.body.code).toBe('FORBIDDEN');
    const shown = await api.send('GET /v1/session', reading(browser));
    expect(shown.body).toMatchObject({ scopes: ['keyledger@acme:read'], operations: [] });
  });

  it('lets nobody through from an address that it does not allow', async () => {
    const { key, value } = await adminKey('keyledger:read');
    const browser = await signIn(value);
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

describe('what is logged', () => {
  it('has no key and no session', async () => {
    const { value } = await adminKey('keyledger:read');
    const browser = await signIn(value);
    await api.send('GET /v1/accounts', reading(browser));
    await signIn(`${value}x`);
    const text = logged.join('');
    expect(text).toContain('/v1/session');
    for (const secret of [value, api.rootKey, browser.cookie.split('=')[1] ?? '', browser.csrfToken]) {
      expect(text).not.toContain(secret);
    }
  });
});
