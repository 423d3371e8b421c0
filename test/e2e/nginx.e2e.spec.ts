import { profileIds, profileOf } from '@keyledger/domain';
import type { KeyCreatedAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';
import { type GuardedApi, startGuardedApi } from './nginx-api.js';
import { type RunningNginx, describeOnNginx, startExample } from './nginx.js';

const dayMs = 86_400_000;
type HeaderLines = Readonly<Record<string, string>>;

/** A real nginx with the example's configuration, in front of an API and beside a real Keyledger. */
describeOnNginx('an API behind nginx and Keyledger', () => {
  describeDeployments('auth_request', ['all-in-one'], (deployed) => suite(deployed), {
    env: { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'debug' },
  });
});

function suite(
  deployed: () => { readonly apiUrl: string; readonly rootKey: string; written(): string },
): void {
  let admin: Api;
  let api: GuardedApi;
  const presented: string[] = [];

  beforeAll(async () => {
    admin = apiOf(deployed().apiUrl, deployed().rootKey);
    api = await startGuardedApi();
    for (const profile of profileIds) {
      for (const slug of [profile, `other-${profile}`]) {
        const email = `owner@${slug}.example`;
        expect((await admin.post('/v1/accounts', { slug, name: slug, profile, email })).status).toBe(201);
      }
      const catalogue = await admin.put(`/v1/accounts/${profile}/catalogue`, { operations, groups: [] });
      expect(catalogue.status).toBe(200);
    }
  });

  afterAll(async () => {
    await api.close();
    expect(deployed().written()).toContain('/v1/authorize/:account'); // every request is logged
    for (const value of presented) expect(deployed().written()).not.toContain(value.slice(-16));
  });

  /** Known to the verifier when this returns. */
  async function createKey(account: string, more: object = {}) {
    const expiresAt = new Date(Date.now() + 2 * dayMs).toISOString();
    const scopes = account.endsWith('permission-levels') ? ['*:read'] : ['messaging:ListSMS'];
    const created = await admin.post<KeyCreatedAnswer>(`/v1/accounts/${account}/keys`, {
      ...{ name: 'Behind nginx', expiresAt, scopes },
      ...more,
    });
    expect(created.status).toBe(201);
    const { key, value, position } = created.body;
    presented.push(value);
    expect((await admin.post('/v1/verify', { key: value, minPosition: position })).status).toBe(200);
    return { id: key.id, value };
  }

  const nginxFor = (account: string, refusalType: string): Promise<RunningNginx> =>
    startExample({ keyledgerUrl: deployed().apiUrl, apiUrl: api.url, account, refusalType });

  describe.each(profileIds)('with an account of %s', (profile) => {
    const { transport } = profileOf(profile).formats[0];
    const carried = (value: string): HeaderLines =>
      transport.kind === 'bearer' ? { Authorization: `Bearer ${value}` } : { 'X-Api-Key': value };
    let nginx: RunningNginx;

    beforeAll(async () => {
      nginx = await nginxFor(profile, `application/${profile === 'keyledger' ? 'problem+' : ''}json`);
    });
    afterAll(() => nginx.stop());

    it('lets a key through to the API, which learns whose it is and not what it is', async () => {
      const { id, value } = await createKey(profile);
      const answer = await fetch(`${nginx.url}/messages?x=1`, {
        headers: { ...carried(value), 'X-Keyledger-Key-Id': 'key_of_somebody_else' },
      });
      expect([answer.status, await answer.text()]).toEqual([200, 'The API says 200.']);
      const seen = api.seen.at(-1);
      expect(seen).toMatchObject({ method: 'GET', url: '/messages?x=1' });
      expect(seen?.headers).toMatchObject({
        ...{ 'x-keyledger-key-id': id, 'x-keyledger-operation': 'messaging:ListSMS' },
      });
      expect(JSON.stringify(seen)).not.toContain(value);
    });

    /** Through nginx, compared with what Keyledger itself answers to the same. */
    async function expectOwnRefusal(credentials: HeaderLines, method = 'GET'): Promise<Response> {
      const before = api.seen.length;
      const answer = await fetch(`${nginx.url}/messages?operation=messaging:ListSMS`, {
        ...{ method, headers: credentials },
      });
      const own = await fetch(`${deployed().apiUrl}/v1/authorize/${profile}`, {
        headers: { ...credentials, 'X-Original-Method': method, 'X-Original-URI': '/messages' },
      });
      const [text, ownText] = [await answer.text(), await own.text()];
      expect([answer.status, text]).toEqual([own.status, ownText]);
      expect(JSON.parse(text)).toBeInstanceOf(Object);
      const type = own.headers.get('content-type')?.replace(/; charset=.*/, '');
      expect(answer.headers.get('content-type')).toBe(type);
      for (const name of ['www-authenticate', 'retry-after', 'cache-control']) {
        expect([name, answer.headers.get(name)]).toEqual([name, own.headers.get(name)]);
      }
      expect(api.seen).toHaveLength(before);
      return answer;
    }

    it('answers in the profile’s own words where there is no key', async () => {
      const { status } = await expectOwnRefusal({});
      expect(status).toBe(profile === 'id-and-secret' ? 400 : 401);
    });

    it('answers so to another account’s key, and to what is no key', async () => {
      const { value } = await createKey(`other-${profile}`);
      expect((await expectOwnRefusal(carried(value))).status).toBe(401);
      expect((await expectOwnRefusal(carried(`${value}x`))).status).toBe(401);
      expect((await expectOwnRefusal(carried(`${value} x`))).status).toBe(401);
    });

    it('answers so where the key does not permit the operation', async () => {
      const { value } = await createKey(profile);
      expect((await expectOwnRefusal(carried(value), 'POST')).status).toBe(403);
      expect((await expectOwnRefusal(carried(value), 'DELETE')).status).toBe(403);
    });

    it('refuses from the moment that the key is revoked', async () => {
      const { id, value } = await createKey(profile);
      const ask = () => fetch(`${nginx.url}/messages`, { headers: carried(value) });
      expect((await ask()).status).toBe(200);
      await admin.post(`/v1/keys/${id}/revoke`, { reason: 'leaked' });
      await waitFor(async () => (await ask()).status === 401);
      await expectOwnRefusal(carried(value));
    });
  });

  describe('whatever the profile', () => {
    const account = 'keyledger';
    let nginx: RunningNginx;
    let bearer: Record<string, string>;

    beforeAll(async () => {
      nginx = await nginxFor(account, 'application/problem+json');
      const { value } = await createKey(account, { scopes: ['messaging:*'] });
      bearer = { Authorization: `Bearer ${value}` };
    });
    afterAll(() => nginx.stop());

    it.each([403, 404, 500, 503])('a %s of the API itself stays as it is', async (status) => {
      const answer = await fetch(`${nginx.url}/messages/${status}`, { headers: bearer });
      expect([answer.status, await answer.text()]).toEqual([status, `The API says ${status}.`]);
    });

    it('bodies go to the API', async () => {
      const body = 'x'.repeat(500_000);
      const answer = await fetch(`${nginx.url}/messages`, { method: 'POST', headers: bearer, body });
      expect(answer.status).toBe(200);
      expect(api.seen.at(-1)?.body).toBe(body);
    });

    it.each<HeaderLines>([
      { 'X-Keyledger-Operation': 'messaging:ListSMS' },
      { 'X-Original-Method': 'GET', 'X-Original-URI': '/messages' },
      { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/messages' },
    ])('clients cannot name another operation than theirs: %j', async (claims) => {
      const { value } = await createKey(account);
      const headers = { Authorization: `Bearer ${value}`, ...claims };
      const answer = await fetch(`${nginx.url}/messages`, { method: 'POST', headers });
      expect(answer.status).toBe(403);
    });

    it('XD-5: the client’s address is the one that nginx sees, not one that the client tells', async () => {
      const listed = await createKey(account, { ipAllowlist: { enforced: true, entries: ['192.0.2.1'] } });
      const headers = { Authorization: `Bearer ${listed.value}`, 'X-Forwarded-For': '192.0.2.1' };
      expect((await fetch(`${nginx.url}/messages`, { headers })).status).toBe(403);
      const local = await createKey(account, { ipAllowlist: { enforced: true, entries: ['127.0.0.1'] } });
      expect(
        (await fetch(`${nginx.url}/messages`, { headers: { Authorization: `Bearer ${local.value}` } }))
          .status,
      ).toBe(200);
    });

    it('the access log has no query', async () => {
      await fetch(`${nginx.url}/messages?key=${bearer['Authorization'] ?? ''}`, { headers: bearer });
      const log = await waitFor(async () => {
        const text = await nginx.accessLog();
        return text.includes('"GET /messages" 200') && text;
      });
      expect(log).not.toContain('key=');
    });

    it('nobody passes while Keyledger cannot be asked', async () => {
      const away = await startExample({
        ...{ keyledgerUrl: 'http://127.0.0.1:1', apiUrl: api.url, account },
        refusalType: 'application/problem+json',
      });
      const before = api.seen.length;
      const answer = await fetch(`${away.url}/messages`, { headers: bearer });
      expect([answer.status, await answer.json()]).toMatchObject([503, { status: 503 }]);
      expect(api.seen).toHaveLength(before);
      await away.stop();
    });
  });
}

const operations = [
  ...[
    ['messaging:ListSMS', 'read', 'GET'],
    ['messaging:SendSMS', 'write', 'POST'],
  ].map(([name, access, method]) => ({ name, access, routes: [{ method, path: '/messages' }] })),
  { name: 'messaging:GetSMS', access: 'read', routes: [{ method: 'GET', path: '/messages/{id}' }] },
];
