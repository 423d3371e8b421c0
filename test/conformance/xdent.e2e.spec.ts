import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '../e2e/api.js';
import { Company } from './company.js';

/** Dental practices: profile `id-and-secret`. */

let company: Company;

beforeAll(async () => {
  company = await Company.open({ profile: 'id-and-secret' });
});
afterAll(() => company.close());

const apiKey = (value: string) => ['X-Api-Key', value];
const refused = (status: number, Code: string) => ({
  status,
  body: { Code, Message: expect.any(String) as unknown },
});
const asks = (value: string, clientAddress?: string) =>
  company.authorize({
    headers: apiKey(value),
    ...(clientAddress === undefined ? {} : { clientAddress }),
  });

describe('the credential', () => {
  it('XD-1: travels as X-Api-Key: KeyId.Secret', async () => {
    const { key, value } = await company.create();
    expect(value.startsWith(`${key.id}.`)).toBe(true);
    const answer = await asks(value);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-keyledger-key-id']).toBe(key.id);
  });

  it('XD-2: 400 MISSING_API_KEY', async () => {
    expect(await company.authorize({ headers: [] })).toMatchObject(refused(400, 'MISSING_API_KEY'));
    const { value } = await company.create();
    const bearer = ['Authorization', `Bearer ${value}`];
    expect(await company.authorize({ headers: bearer })).toMatchObject(refused(400, 'MISSING_API_KEY'));
  });

  it('XD-2: 401 INVALID_API_KEY for what is unknown, malformed, deleted or another company’s', async () => {
    const { key, value } = await company.create();
    await company.openAccount({ slug: 'other', name: 'Other', profile: 'id-and-secret' });
    const foreign = await company.create({}, 'other');
    await company.change('post', `/v1/keys/${key.id}/revoke`, { reason: 'unused' });
    const secret = value.slice(value.indexOf('.'));
    for (const wrong of ['x', '.', 'a.b.c', `key_0000000000000000000000${secret}`, value, foreign.value]) {
      const answer = await asks(wrong);
      expect([wrong.length, answer]).toMatchObject([wrong.length, refused(401, 'INVALID_API_KEY')]);
      expect(answer.text).not.toContain(secret.slice(1));
    }
    const answers = await Promise.all([asks(foreign.value), asks(`key_0000000000000000000000${secret}`)]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('XD-2: 401 SECRET_REQUIRED for the KeyId alone', async () => {
    const { key } = await company.create();
    expect(await asks(key.id)).toMatchObject(refused(401, 'SECRET_REQUIRED'));
    expect(await asks(`${key.id}.`)).toMatchObject(refused(401, 'SECRET_REQUIRED'));
  });

  it('XD-2: 401 INVALID_SECRET for a secret that is not the key’s', async () => {
    const [one, other] = [await company.create(), await company.create()];
    const mixed = one.key.id + other.value.slice(other.value.indexOf('.'));
    expect(await asks(mixed)).toMatchObject(refused(401, 'INVALID_SECRET'));
  });

  it('XD-2: 401 API_KEY_DISABLED, until it is enabled again', async () => {
    const { key, value } = await company.create();
    await company.change('post', `/v1/keys/${key.id}/disable`, { reason: 'policy' });
    expect(await asks(value)).toMatchObject(refused(401, 'API_KEY_DISABLED'));
    await company.change('post', `/v1/keys/${key.id}/enable`, {});
    expect((await asks(value)).status).toBe(200);
  });
});

describe('the company', () => {
  it('XD-3: has many keys, and taking one away touches no other', async () => {
    const [disabled, deleted] = [await company.create(), await company.create()];
    const kept = await company.create();
    await company.change('post', `/v1/keys/${disabled.key.id}/disable`, { reason: 'unused' });
    await company.change('post', `/v1/keys/${deleted.key.id}/revoke`, { reason: 'unused' });
    const statusOf = async ({ value }: { readonly value: string }) => (await asks(value)).status;
    expect(await Promise.all([disabled, deleted, kept].map(statusOf))).toEqual([401, 401, 200]);
    expect((await company.key(kept.key.id)).status).toBe('active');
  });

  it('XD-4: API access of all of it can be switched off and on', async () => {
    const { value } = await company.create();
    const off = { reason: 'policy', comment: 'unpaid' };
    await company.change('post', '/v1/accounts/company/disable-api', off);
    expect(await asks(value)).toMatchObject(refused(401, 'COMPANY_API_DISABLED'));
    await company.change('post', '/v1/accounts/company/enable-api', {});
    expect((await asks(value)).status).toBe(200);
  });

  it('XD-7: administrators alone manage keys', async () => {
    const { key, value } = await company.create();
    for (const credential of [value, 'nonsense']) {
      const api = apiOf(company.baseUrl, credential);
      expect((await api.post('/v1/accounts/company/keys', { name: 'Mine' })).status).toBe(401);
      expect((await api.delete(`/v1/keys/${key.id}`)).status).toBe(401);
    }
    expect((await asks(value)).status).toBe(200);
  });

  it('XD-8: the key is shown once', async () => {
    const { key, value, position } = await company.create();
    const secret = value.slice(value.indexOf('.') + 1);
    expect(JSON.stringify(await company.key(key.id, position))).not.toContain(secret);
    expect(JSON.stringify(await company.list(`minPosition=${position}`))).not.toContain(secret);
    expect(company.output).not.toContain(secret);
  });
});

describe('IP authorization', () => {
  const [office, elsewhere] = ['192.0.2.10', '198.51.100.10'];

  it('XD-5, XD-2: lets listed addresses pass and answers 403 IP_NOT_AUTHORIZED to others', async () => {
    const entries = [office, '2001:db8::/32'];
    const { value } = await company.create({ ipAllowlist: { enforced: true, entries } });
    expect((await asks(value, office)).status).toBe(200);
    expect((await asks(value, '2001:db8::7')).status).toBe(200);
    expect((await asks(value, `::ffff:${office}`)).status).toBe(200);
    expect(await asks(value, elsewhere)).toMatchObject(refused(403, 'IP_NOT_AUTHORIZED'));
  });

  it('XD-5: does not apply while the list is empty, nor while the toggle is off', async () => {
    const { key, value } = await company.create({ ipAllowlist: { enforced: true, entries: [] } });
    expect((await asks(value, elsewhere)).status).toBe(200);
    const off = { enforced: false, entries: [office] };
    await company.change('put', `/v1/keys/${key.id}/ip-allowlist`, off);
    expect((await asks(value, elsewhere)).status).toBe(200);
  });

  it('XD-6: a change of the list is in effect once the verifier has its position, which the answer gives', async () => {
    const { key, value } = await company.create({ ipAllowlist: { enforced: true, entries: [office] } });
    const path = `/v1/keys/${key.id}/ip-allowlist`;
    const changed = await company.change('put', path, { enforced: true, entries: [elsewhere] });
    expect(changed.body.position).toMatch(/^\d+$/);
    expect((await asks(value, elsewhere)).status).toBe(200);
    expect((await asks(value, office)).status).toBe(403);
    const verdict = await company.admin.post<{ asOf: string; stalenessMs: number }>('/v1/verify', {
      key: value,
      clientAddress: office,
      minPosition: changed.body.position,
    });
    expect(verdict.body).toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
    expect(BigInt(verdict.body.asOf)).toBeGreaterThanOrEqual(BigInt(changed.body.position));
    expect(verdict.body.stalenessMs).toEqual(expect.any(Number));
  });

  it('XD-5: what is no address is refused', async () => {
    const { status, body } = await company.wish({ ipAllowlist: { enforced: true, entries: ['office'] } });
    expect([status, body.code]).toEqual([400, 'INVALID_ADDRESS']);
  });
});
