import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyCreatedAnswer } from '@keyledger/contracts';
import { SpecApi } from './spec-api.js';

let api: SpecApi;
let existing: KeyCreatedAnswer;
let lengthBefore: number;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  existing = await api.createKey('acme');
});

afterAll(async () => {
  await api.stop();
});

beforeEach(async () => {
  lengthBefore = await api.logLength();
});

/** Whatever is refused leaves nothing behind. */
afterEach(async () => {
  expect(await api.logLength()).toBe(lengthBefore);
});

describe('409', () => {
  it.each(['acme', 'system'])('ACCOUNT_EXISTS for the slug %s', async (slug) => {
    expect(await api.send('POST /v1/accounts', { body: { name: 'Again', slug } })).toMatchObject({
      status: 409,
      body: { code: 'ACCOUNT_EXISTS' },
    });
  });

  it('ACCOUNT_RESERVED for switching off the account that could switch it on', async () => {
    const answer = await api.send('POST /v1/accounts/system/disable-api', { body: { reason: 'other' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'ACCOUNT_RESERVED' } });
  });

  it('for what is so already', async () => {
    expect(await api.send(`POST /v1/keys/${existing.key.id}/enable`)).toMatchObject({
      status: 409,
      body: { code: 'KEY_NOT_DISABLED' },
    });
    expect(await api.send('POST /v1/accounts/acme/enable-api')).toMatchObject({
      status: 409,
      body: { code: 'API_ACCESS_NOT_DISABLED' },
    });
  });

  it('KEY_ALREADY_REVOKED for every change of a revoked key', async () => {
    const { key } = await api.createKey('acme');
    await api.send(`DELETE /v1/keys/${key.id}`);
    lengthBefore = await api.logLength();
    const answers = [
      await api.send(`POST /v1/keys/${key.id}/revoke`, { body: { reason: 'other' } }),
      await api.send(`DELETE /v1/keys/${key.id}`),
      await api.send(`POST /v1/keys/${key.id}/enable`),
      await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'other' } }),
      await api.send(`PATCH /v1/keys/${key.id}`, { body: { name: 'Other' } }),
      await api.send(`PUT /v1/keys/${key.id}/scopes`, { body: { scopes: ['*:*'] } }),
      await api.send(`PUT /v1/keys/${key.id}/expiry`, { body: { expiresAt: null } }),
      await api.send(`PUT /v1/keys/${key.id}/ip-allowlist`, { body: { enforced: false, entries: [] } }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'KEY_ALREADY_REVOKED' } });
    }
  });
});

describe('If-Match', () => {
  it.each<[string, string, object]>([
    ['PATCH', '', { name: 'Mine' }],
    ['PUT', '/scopes', { scopes: ['orders:read'] }],
    ['PUT', '/ip-allowlist', { enforced: false, entries: [] }],
    ['PUT', '/limits', { limits: [] }],
    ['PUT', '/expiry', { expiresAt: null }],
    ['POST', '/disable', { reason: 'other' }],
    ['POST', '/revoke', { reason: 'other' }],
    ['POST', '/rotate', { overlap: 'P1D' }],
    ['DELETE', '', {}],
  ])('lets %s %s pass at the revision that it names alone', async (method, path, body) => {
    const { key } = await api.createKey('acme');
    const route = `${method} /v1/keys/${key.id}${path}`;
    const request = method === 'DELETE' ? {} : { body };
    const before = await api.send(`GET /v1/keys/${key.id}?minPosition=${await api.logLength()}`);
    await api.send(`PATCH /v1/keys/${key.id}`, { body: { name: 'Changed by another' } });

    const headers = { 'if-match': String(before.headers['etag']) };
    const length = await api.logLength();
    const refused = await api.send(route, { ...request, headers });
    expect(refused).toMatchObject({ status: 412, body: { code: 'REVISION_MISMATCH' } });
    expect(refused.body['detail']).toContain('revision 1');
    const seen = await api.send(
      `GET /v1/keys/${key.id}?minPosition=${String(refused.headers['keyledger-position'])}`,
    );
    expect(seen.headers['etag']).toBe('"1"');
    expect(await api.logLength()).toBe(length);
    const done = await api.send(route, { ...request, headers: { 'if-match': '"1"' } });
    expect(done.status).toBeLessThan(300);
    lengthBefore = await api.logLength();
  });

  it('says nothing of a position where there is no such key', async () => {
    const route = `PATCH /v1/keys/${existing.key.id.replace(/.{4}$/, '0000')}`;
    const answer = await api.send(route, { body: { name: 'Mine' }, headers: { 'if-match': '"0"' } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'KEY_NOT_FOUND' } });
    expect(answer.headers['keyledger-position']).toBeUndefined();
  });

  it('that nothing was ever called by matches nothing', async () => {
    const route = `PATCH /v1/keys/${existing.key.id}`;
    const answer = await api.send(route, { body: { name: 'Mine' }, headers: { 'if-match': 'W/"0"' } });
    expect(answer).toMatchObject({ status: 412, body: { code: 'REVISION_MISMATCH' } });
  });
});

describe('Idempotency-Key', () => {
  const create = async (key: string, account = 'acme') =>
    api.send(`POST /v1/accounts/${account}/keys`, {
      body: { name: 'Once', scopes: ['orders:Create'] },
      headers: { 'idempotency-key': key },
    });

  it('lets one of several requests create a key, and tells the others which', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create('again')));
    const created = answers.filter(({ status }) => status === 201);
    expect(created).toHaveLength(1);
    const { id } = created[0]?.body['key'] as { id: string };
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'ALREADY_CREATED' } });
      expect(answer.body['detail']).toContain(id);
    }
    lengthBefore += 1;
  });

  it('means another key for another account, and nothing where it is left out', async () => {
    await api.openAccount('other');
    const statuses = [await create('mine'), await create('mine', 'other'), await create('theirs')];
    expect(statuses.map(({ status }) => status)).toEqual([201, 201, 201]);
    lengthBefore += 4;
  });

  it.each(['', 'with space', 'x'.repeat(201)])('%j is none', async (key) => {
    expect(await create(key)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });
});

describe('of several who ask for the same at the same time', () => {
  it('one opens the account, the others are told that it exists', async () => {
    const body = { name: 'Race', slug: 'race' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.send('POST /v1/accounts', { body })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    lengthBefore += 1;
  });

  it('one revokes the key, the others are told that it was revoked', async () => {
    const { key } = await api.createKey('acme');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        api.send(`POST /v1/keys/${key.id}/revoke`, { body: { reason: 'leaked' } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    lengthBefore += 2;
  });

  it('each who is told that it is so, has their event in the log; the others have none', async () => {
    const { key } = await api.createKey('acme');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.send(`PATCH /v1/keys/${key.id}`, { body: { name: `Name ${index}` } }),
      ),
    );
    const changed = answers.filter(({ status }) => status === 200);
    const others = answers.filter(({ status }) => status !== 200);
    expect(new Set(others.map(({ body }) => body.code))).toEqual(
      new Set(others.length > 0 ? ['CONCURRENT_CHANGE'] : []),
    );
    expect(new Set(changed.map(({ body }) => body.position)).size).toBe(changed.length);
    lengthBefore += 1 + changed.length;
  });
});
