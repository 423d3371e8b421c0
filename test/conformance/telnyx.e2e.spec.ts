import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
import { Company } from './company.js';

/** Telephony: profile `tagged-keys`. */

let company: Company;
const email = 'owner@company.example';

beforeAll(async () => {
  company = await Company.open({ profile: 'tagged-keys', email });
});
afterAll(() => company.close());

const asks = (value: string) => company.authorize({ headers: ['Authorization', `Bearer ${value}`] });

describe('keys of API v2', () => {
  it('TX-1: are Bearer keys that are shown once', async () => {
    const { key, value, position } = await company.create();
    expect((await asks(value)).status).toBe(200);
    expect((await company.authorize({ headers: ['X-Api-Key', value] })).status).toBe(401);
    expect(JSON.stringify(await company.key(key.id, position))).not.toContain(value.slice(14));
    expect(company.output).not.toContain(value.slice(14));
  });

  it('TX-2: may expire, and an expiry in the past is refused', async () => {
    const { value } = await company.create({ expiresAt: new Date(Date.now() + 1_500).toISOString() });
    expect((await asks(value)).status).toBe(200);
    await waitFor(async () => (await asks(value)).status === 401, { what: 'the key to expire' });
    const past = await company.wish({ expiresAt: '2020-01-01T00:00:00Z' });
    expect([past.status, past.body.code]).toEqual([400, 'INVALID_EXPIRY']);
  });

  it('TX-2: can be disabled for a while and enabled again', async () => {
    const { key, value } = await company.create();
    await company.change('post', `/v1/keys/${key.id}/disable`, { reason: 'policy' });
    expect((await asks(value)).status).toBe(401);
    const twice = await company.admin.post(`/v1/keys/${key.id}/disable`, { reason: 'policy' });
    expect(twice).toMatchObject({ status: 409, body: { code: 'KEY_ALREADY_DISABLED' } });
    await company.change('post', `/v1/keys/${key.id}/enable`, {});
    expect((await asks(value)).status).toBe(200);
  });

  it('TX-3: carry up to 10 tags; the eleventh is refused, at creation and later', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => `tag ${index}`);
    const { key } = await company.create({ tags: ten });
    expect(key.tags).toEqual(ten);
    const refusal = { status: 400, body: { code: 'TOO_MANY_TAGS' } };
    expect(await company.wish({ tags: [...ten, 'one more'] })).toMatchObject(refusal);
    const changed = await company.admin.patch(`/v1/keys/${key.id}`, { tags: [...ten, 'one more'] });
    expect(changed).toMatchObject(refusal);
    expect((await company.key(key.id)).tags).toEqual(ten);
  });

  it('TX-4: are found by their tags', async () => {
    const [both, one] = [
      await company.create({ tags: ['billing', 'eu'] }),
      await company.create({ tags: ['billing'] }),
    ];
    const idsFor = async (query: string) =>
      (await company.list(`${query}&minPosition=${one.position}`)).items.map(({ id }) => id);
    expect(await idsFor('tag=billing')).toEqual([one.key.id, both.key.id]);
    expect(await idsFor('tag=billing&tag=eu')).toEqual([both.key.id]);
    expect(await idsFor('tag=bill')).toEqual([]);
  });

  it('TX-5: are managed through an API that documents itself', async () => {
    const response = await fetch(`${company.baseUrl}/openapi.json`);
    const document = (await response.json()) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toMatch(/^3\./);
    for (const path of ['/v1/accounts/{account}/keys', '/v1/keys/{id}', '/v1/keys/{id}/rotate']) {
      expect(document.paths).toHaveProperty([path]);
    }
    const { key } = await company.create({ name: 'To be renamed' });
    const renamed = await company.change('patch', `/v1/keys/${key.id}`, { name: 'Renamed' });
    expect((await company.key(key.id, renamed.body.position)).name).toBe('Renamed');
    expect((await company.admin.delete(`/v1/keys/${key.id}`)).status).toBe(204);
  });
});

describe('tokens of API v1', () => {
  const token = (user: string, value: string) =>
    company.authorize({ headers: ['x-api-user', user, 'x-api-token', value] });

  it('TX-6: are named, and travel with the account’s e-mail address in a second header', async () => {
    const { key, value } = await company.create({ kind: 'token', name: 'Legacy dialler' });
    expect(key).toMatchObject({ kind: 'token', name: 'Legacy dialler' });
    expect((await token(email, value)).status).toBe(200);
    expect((await token(email.toUpperCase(), value)).status).toBe(200);
  });

  it('TX-6: are refused unless both match', async () => {
    const { value } = await company.create({ kind: 'token' });
    for (const user of ['', 'else@company.example', `${email}x`]) {
      expect([user, (await token(user, value)).status]).toEqual([user, 401]);
    }
    expect((await token(email, `${value}x`)).status).toBe(401);
    expect((await company.authorize({ headers: ['x-api-token', value] })).status).toBe(401);
    expect((await asks(value)).status).toBe(401);
  });

  it('TX-6: cannot be made for an account without an address', async () => {
    await company.openAccount({ slug: 'nameless', name: 'Nameless', profile: 'tagged-keys' });
    const { status, body } = await company.wish({ kind: 'token' }, 'nameless');
    expect([status, body.code]).toEqual([409, 'EMAIL_REQUIRED']);
  });
});
