import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { KeyAnswer, KeyCreatedAnswer, KeyUsageAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import type { FastifyInstance } from 'fastify';
import { createOrdersApi } from '../../examples/guarded-api/src/orders-api.js';
import { apiOf, type Api } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

/** The main job, as a service and its customers see it: keys guard an API, and their use can be asked about. */
describeDeployments('an API behind Keyledger', ['all-in-one', 'apart-kafka-eventstoredb'], (deployed) => {
  let admin: Api;
  let verifierUrl: string;
  let orders: FastifyInstance;
  let ordersUrl: string;

  const createKey = async (account: string, name: string, scopes: readonly string[]) => {
    const created = await admin.post<KeyCreatedAnswer>(`/v1/accounts/${account}/keys`, { name, scopes });
    expect(created.status).toBe(201);
    const { value, position } = created.body;
    // A verdict no older than the creation: from here on the verifier knows the key.
    const verifier = apiOf(verifierUrl, deployed().rootKey);
    expect((await verifier.post('/v1/verify', { key: value, minPosition: position })).status).toBe(200);
    return created.body;
  };
  const asCustomer = (value: string) => apiOf(ordersUrl, value);

  beforeAll(async () => {
    const { apiUrl, verifierUrls, rootKey } = deployed();
    admin = apiOf(apiUrl, rootKey);
    verifierUrl = verifierUrls[0] ?? apiUrl;
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
    await admin.post('/v1/accounts', { slug: 'other', name: 'Other' });
    const service = await createKey('system', 'orders API', ['keyledger@acme:Verify']);
    orders = await createOrdersApi({ url: verifierUrl, serviceKey: service.value, account: 'acme' });
    ordersUrl = await orders.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(() => orders.close());

  it('lets a key do what its scopes say and nothing else', async () => {
    const { value } = await createKey('acme', 'reader', ['orders:ListOrders', 'orders:GetOrder']);
    expect(await asCustomer(value).get('/orders')).toMatchObject({ status: 200 });
    expect(await asCustomer(value).get('/orders/1')).toMatchObject({ status: 200 });
    expect(await asCustomer(value).post('/orders', { item: 'a pan' })).toMatchObject({
      status: 403,
      body: { code: 'INSUFFICIENT_SCOPE' },
    });
  });

  it('refuses no key, a wrong key, and a key of another account', async () => {
    const { value } = await createKey('other', 'stranger', ['orders:*']);
    expect((await fetch(`${ordersUrl}/orders`)).status).toBe(401);
    expect(await asCustomer('nonsense').get('/orders')).toMatchObject({
      status: 401,
      body: { code: 'MALFORMED_KEY' },
    });
    expect(await asCustomer(value).get('/orders')).toMatchObject({
      status: 401,
      body: { code: 'UNKNOWN_KEY' },
    });
  });

  it.each([
    ['disabled', 'disable', 'KEY_DISABLED'],
    ['revoked', 'revoke', 'KEY_REVOKED'],
  ])('refuses a key from the moment that it is %s', async (_state, action, code) => {
    const { key, value } = await createKey('acme', `to ${action}`, ['orders:*']);
    expect((await asCustomer(value).get('/orders')).status).toBe(200);
    await admin.post(`/v1/keys/${key.id}/${action}`, { reason: 'leaked' });
    const refused = await waitFor(async () => {
      const answer = await asCustomer(value).get('/orders');
      return answer.status === 401 ? answer : null;
    });
    expect(refused.body).toMatchObject({ code });
  });

  it('shows afterwards when the key was last used, for what, and how often', async () => {
    const { key, value } = await createKey('acme', 'counted', ['orders:ListOrders']);
    for (let request = 0; request < 3; request++) await asCustomer(value).get('/orders');
    await asCustomer(value).get('/orders/1');
    const usage = await waitFor(async () => {
      const { body } = await admin.get<KeyUsageAnswer>(`/v1/keys/${key.id}/usage`);
      return body.items.reduce((sum, { count }) => sum + count, 0) === 5 ? body : null;
    });
    const counts = usage.items.map(({ operation, code, count }) => [operation, code, count]);
    expect(counts.toSorted()).toEqual([
      [null, 'VALID', 1], // asked by createKey, about no operation
      ['orders:GetOrder', 'INSUFFICIENT_SCOPE', 1],
      ['orders:ListOrders', 'VALID', 3],
    ]);
    const { body } = await admin.get<KeyAnswer>(`/v1/keys/${key.id}`);
    expect(body.lastUsed).toMatchObject({ operation: 'orders:ListOrders', clientAddress: '127.0.0.1' });
  });

  it('refuses while Keyledger gives no answer', async () => {
    const away = await createOrdersApi({ url: 'http://127.0.0.1:1', serviceKey: 'none', account: 'acme' });
    const answer = await away.inject({ url: '/orders', headers: { authorization: 'Bearer anything' } });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'STALE']);
    await away.close();
  });
});
