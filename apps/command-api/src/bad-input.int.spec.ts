import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyCreatedAnswer } from '@keyledger/contracts';
import { SpecApi, leavesNothingBehind } from './spec-api.js';

let api: SpecApi;
let existing: KeyCreatedAnswer;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  existing = await api.createKey('acme');
});

afterAll(async () => {
  await api.stop();
});

leavesNothingBehind(() => api);

const create = (body: unknown, headers: Record<string, string> = {}) =>
  api.send('POST /v1/accounts/acme/keys', { body, headers });
const createWith = (wishes: object) => create({ name: 'A key', scopes: ['orders:Create'], ...wishes });

describe('400 MALFORMED_JSON', () => {
  it.each(['{', '{"name":}', '', "{'name':'x'}", '{"name":"x"}}', '\u0000'])('for %j', async (body) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
  });

  it('for an attempt on the prototype', async () => {
    const answer = await create('{"name":"x","scopes":["a:B"],"__proto__":{"admin":true}}');
    expect(answer).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
  });
});

describe('400 INVALID_REQUEST', () => {
  it.each([
    ['null', null],
    ['a list', []],
    ['a text', '"text"'],
    ['nothing', {}],
    ['a name that is a number', { name: 1, scopes: ['a:B'] }],
    ['scopes that are a text', { name: 'x', scopes: 'a:B' }],
    ['scopes that are numbers', { name: 'x', scopes: [1] }],
    ['an environment that there is not', { name: 'x', scopes: ['a:B'], environment: 'moon' }],
    ['an address list without its toggle', { name: 'x', scopes: ['a:B'], ipAllowlist: { entries: [] } }],
    ['tags that are null', { name: 'x', scopes: ['a:B'], tags: null }],
    ['an unknown field', { name: 'x', scopes: ['a:B'], expires: 'never' }],
    [
      'an unknown field inside',
      { name: 'x', scopes: ['a:B'], ipAllowlist: { enforced: true, entries: [], x: 1 } },
    ],
  ])('for %s, saying where', async (_case, body) => {
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect((answer.body.errors as unknown[]).length).toBeGreaterThan(0);
  });

  it('names each field, and repeats no value', async () => {
    const { body, text } = await create({
      name: 'x',
      scopes: ['a:B', 7],
      environment: 'moon',
      surprise: 'moon',
    });
    expect((body.errors as { path: string }[]).map(({ path }) => path)).toEqual([
      'scopes.1',
      'environment',
      'surprise',
    ]);
    expect(text).not.toContain('moon');
  });

  it('for no body at all', async () => {
    expect(await api.send('POST /v1/accounts/acme/keys')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'limit=10&limit=10',
    'minPosition=-1',
    'minPosition=99999999999999999999',
    'surprise=1',
    'status=lost',
    'tag=%00',
    'q=',
    'cursor=',
  ])('for the query ?%s', async (query) => {
    expect(await api.send(`GET /v1/accounts/acme/keys?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it.each(['from=yesterday', 'to=2030-02-30T00:00:00Z', 'type=KeyLost', 'actor=%0a'])(
    'for the audit query ?%s',
    async (query) => {
      expect(await api.send(`GET /v1/audit?${query}`)).toMatchObject({ status: 400 });
    },
  );

  it.each(['disable', 'revoke'])('for %s without a reason', async (change) => {
    const answer = await api.send(`POST /v1/keys/${existing.key.id}/${change}`, { body: { comment: 'x' } });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ path: 'reason' }] },
    });
  });
});

describe('400 with the code of the rule', () => {
  it.each([
    ['INVALID_NAME', { name: '' }],
    ['INVALID_NAME', { name: '   ' }],
    ['INVALID_NAME', { name: 'x'.repeat(101) }],
    ['INVALID_NAME', { name: 'x'.repeat(10_000) }],
    ['INVALID_NAME', { name: 'a\u0000b' }],
    ['INVALID_NAME', { name: 'a\nb' }],
    ['INVALID_NAME', { name: 'a\u202eb' }],
    ['INVALID_NAME', { name: '\ud800' }],
    ['INVALID_DESCRIPTION', { description: 'x'.repeat(1_001) }],
    ['INVALID_OWNER', { owner: '' }],
    ['INVALID_TAG', { tags: [''] }],
    ['INVALID_TAG', { tags: ['a', 'a'] }],
    ['TOO_MANY_TAGS', { tags: Array.from({ length: 11 }, (_, index) => `tag ${index}`) }],
    ['TOO_MANY_SCOPES', { scopes: [] }],
    ['TOO_MANY_SCOPES', { scopes: Array.from({ length: 101 }, (_, index) => `a:B${index}`) }],
    ['INVALID_SCOPE', { scopes: ['everything'] }],
    ['INVALID_SCOPE', { scopes: ['a:B', 'a:\u0000'] }],
    ['INVALID_SCOPE', { scopes: ['keyledger@acme:GetKey'] }],
    ['INVALID_ADDRESS', { ipAllowlist: { enforced: true, entries: ['10.0.0.0/33'] } }],
    ['INVALID_ADDRESS', { ipAllowlist: { enforced: true, entries: ['10.0.0'] } }],
    ['INVALID_ADDRESS', { ipAllowlist: { enforced: false, entries: ['localhost'] } }],
    ['INVALID_EXPIRY', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['INVALID_EXPIRY', { expiresAt: 'tomorrow' }],
    ['INVALID_EXPIRY', { expiresAt: '' }],
  ])('%s for %j', async (code, wishes) => {
    expect(await createWith(wishes)).toMatchObject({ status: 400, body: { code } });
  });

  it('INVALID_NAME for a name that holds a key, which is not repeated', async () => {
    const answer = await createWith({ name: `use ${existing.value}` });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_NAME' } });
    expect(answer.text).not.toContain(existing.value);
  });

  it('UNKNOWN_OPERATION for a scope of `system` on what there is not', async () => {
    const body = { name: 'Admin', scopes: ['keyledger:Fly'] };
    expect(await api.send('POST /v1/accounts/system/keys', { body })).toMatchObject({
      status: 400,
      body: { code: 'UNKNOWN_OPERATION' },
    });
  });

  it.each(['', 'A', 'a', '-acme', 'acme-', 'Acme', 'ac me', 'acme\u0000', 'x'.repeat(41), '../etc', 'açme'])(
    'INVALID_SLUG for %j',
    async (slug) => {
      const answer = await api.send('POST /v1/accounts', { body: { name: 'X', slug } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_SLUG' } });
    },
  );

  it('INVALID_COMMENT for one that is too long', async () => {
    const body = { reason: 'other', comment: 'x'.repeat(1_001) };
    expect(await api.send(`POST /v1/keys/${existing.key.id}/revoke`, { body })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_COMMENT' },
    });
  });

  it.each(['x', 'AAAAAAAAAAAAAAAAAAAAAA', "' OR 1=1", '%00'])('INVALID_CURSOR for %j', async (cursor) => {
    const query = `cursor=${cursor === '%00' ? cursor : encodeURIComponent(cursor)}`;
    for (const list of [
      '/v1/accounts',
      '/v1/accounts/acme/keys',
      '/v1/audit',
      `/v1/keys/${existing.key.id}/history`,
    ]) {
      expect(await api.send(`GET ${list}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_CURSOR' },
      });
    }
  });

  it('INVALID_CURSOR for one of other filters', async () => {
    const first = await api.send('GET /v1/audit?limit=1');
    const cursor = String(first.body.nextCursor);
    expect((await api.send(`GET /v1/audit?limit=1&cursor=${cursor}`)).status).toBe(200);
    expect(await api.send(`GET /v1/audit?limit=1&type=KeyCreated&cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_CURSOR' },
    });
  });
});

describe('404', () => {
  const ids = ['key_0000000000000000000000', 'key_', 'x', '%00', "'", 'a'.repeat(100)];

  it.each(ids)('KEY_NOT_FOUND for the id %j', async (id) => {
    const routes = [
      `GET /v1/keys/${id}`,
      `DELETE /v1/keys/${id}`,
      `GET /v1/keys/${id}/history`,
      `GET /v1/keys/${id}/usage`,
    ];
    for (const route of routes) expect((await api.send(route)).status).toBe(404);
    const revoked = await api.send(`POST /v1/keys/${id}/revoke`, { body: { reason: 'other' } });
    expect(revoked.status).toBe(404);
  });

  it.each(['nobody', 'Nobody', '%00', "'", 'a'.repeat(100)])(
    'ACCOUNT_NOT_FOUND for the account %j',
    async (slug) => {
      const answers = [
        await api.send(`GET /v1/accounts/${slug}`),
        await api.send(`GET /v1/accounts/${slug}/keys`),
        await api.send(`POST /v1/accounts/${slug}/keys`, { body: { name: 'x', scopes: ['a:B'] } }),
        await api.send(`POST /v1/accounts/${slug}/disable-api`, { body: { reason: 'other' } }),
        await api.send(`POST /v1/accounts/${slug}/enable-api`),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'ACCOUNT_NOT_FOUND' } });
      }
    },
  );

  it.each(['GET /v1', 'GET /v1/', 'PUT /v1/accounts/', 'GET /v1/accounts/acme/keys/', 'DELETE /v1/nothing'])(
    'ROUTE_NOT_FOUND for %s',
    async (route) => {
      const answer = await api.send(route);
      expect(answer).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
      expect(answer.headers['allow']).toBeUndefined();
    },
  );
});

describe('413 BODY_TOO_LARGE', () => {
  it('for more than 64 KiB', async () => {
    expect(await createWith({ description: 'x'.repeat(64 * 1_024) })).toMatchObject({
      status: 413,
      body: { code: 'BODY_TOO_LARGE' },
    });
  });
});

describe('415 UNSUPPORTED_MEDIA_TYPE', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'for %s',
    async (type) => {
      expect(await create('name=x', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
      });
    },
  );
});

describe('503 READ_MODEL_BEHIND', () => {
  it('for a position that is not reached in time', async () => {
    const answer = await api.send(`GET /v1/keys/${existing.key.id}?minPosition=9223372036854775807`);
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'READ_MODEL_BEHIND' },
    });
  });
});

describe('ids of requests', () => {
  it.each(['', 'a b', 'ä', 'x'.repeat(101), 'a\tb'])(
    'that are not well-formed are replaced: %j',
    async (given) => {
      const { headers } = await api.send('GET /v1/accounts', { headers: { 'x-request-id': given } });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});
