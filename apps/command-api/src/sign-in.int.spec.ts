import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi, unissuedKey } from './spec-api.js';
import { otherAddress, reading, signIn } from './spec-browser.js';

let api: SpecApi;
const logged: string[] = [];

beforeAll(async () => {
  api = await SpecApi.start({
    environment: { TRUSTED_PROXIES: '127.0.0.1' },
    onLog: (line) => logged.push(line),
  });
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

async function adminKey(...scopes: string[]) {
  return api.createKey('system', { name: 'Operations desk', scopes });
}

describe('signing in', () => {
  it('exchanges a key for a cookie that no script reads, and tells what the key may do', async () => {
    const { key, value } = await adminKey('keyledger:read', 'keyledger@acme:*');
    const { answer, cookie } = await signIn(api, value);
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
    const { answer, cookie } = await signIn(api, value, https);
    expect(answer.headers['set-cookie']).toMatch(/^__Host-keyledger_session=.+; Secure;/);
    const found = await api.send('GET /v1/accounts', { as: null, headers: { ...https, cookie } });
    expect(found.status).toBe(200);
  });

  it('in the clear is for the machine itself', async () => {
    const { answer } = await signIn(api, api.rootKey, { ...otherAddress(), host: 'keys.example' });
    expect([answer.status, answer.body.code]).toEqual([403, 'HTTPS_REQUIRED']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is refused to another site’s page', async () => {
    const { answer } = await signIn(api, api.rootKey, { ...otherAddress(), origin: 'https://evil.example' });
    expect([answer.status, answer.body.code]).toEqual([403, 'CROSS_SITE_REQUEST']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['nobody’s key', async () => unissuedKey()],
    ['no key', async () => 'let me in'],
    ['a key that is no admin’s', async () => (await api.createKey('acme')).value],
  ])('is refused with %s', async (_what, keyOf) => {
    const { answer } = await signIn(api, await keyOf());
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
      codes.push((await signIn(api, unissuedKey(), from)).answer.body.code);
    }
    expect(new Set(codes.slice(0, 10))).toEqual(new Set(['INVALID_CREDENTIALS']));
    expect(codes.slice(10)).toEqual(['TOO_MANY_SIGN_INS', 'TOO_MANY_SIGN_INS']);
    const { answer } = await signIn(api, api.rootKey, from);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(api, api.rootKey)).answer.status).toBe(201);
  });

  it('anew ends the session that the browser had', async () => {
    const first = await signIn(api, api.rootKey);
    await signIn(api, api.rootKey, { ...otherAddress(), cookie: first.cookie });
    expect((await api.send('GET /v1/accounts', reading(first))).body.code).toBe('INVALID_SESSION');
  });
});

describe('what is logged', () => {
  it('has no key and no session', async () => {
    const { value } = await adminKey('keyledger:read');
    const browser = await signIn(api, value);
    await api.send('GET /v1/accounts', reading(browser));
    await signIn(api, `${value}x`);
    const text = logged.join('');
    expect(text).toContain('/v1/session');
    for (const secret of [value, api.rootKey, browser.cookie.split('=')[1] ?? '', browser.csrfToken]) {
      expect(text).not.toContain(secret);
    }
  });
});
