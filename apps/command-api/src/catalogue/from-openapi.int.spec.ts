import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CatalogueTakenAnswer } from '@keyledger/contracts';
import { SpecApi } from '../spec-api.js';

let api: SpecApi;
let account: string;
let accounts = 0;

beforeAll(async () => {
  api = await SpecApi.start();
});

afterAll(async () => {
  await api.stop();
});

beforeEach(async () => {
  account = `acme-${++accounts}`;
  await api.openAccount(account);
});

const path = (rest = '') => `/v1/accounts/${account}/catalogue${rest}`;

describe('POST catalogue/from-openapi', () => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/orders': {
        get: { operationId: 'List', tags: ['Orders'], summary: 'All orders' },
        post: { operationId: 'Create', tags: ['Orders'] },
        patch: { tags: ['Orders'] },
      },
    },
  };
  const yaml = `openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get: {operationId: List, tags: &tags [Orders], summary: All orders}
    post: {operationId: Create, tags: *tags}
    patch: {tags: [Orders]}
`;

  it.each([
    ['application/json', JSON.stringify(document)],
    ['application/openapi+json', JSON.stringify(document)],
    ['application/yaml', yaml],
    ['application/openapi+yaml; charset=utf-8', yaml],
    ['text/yaml', JSON.stringify(document)],
  ])('takes %s and reports what it did not understand', async (type, body) => {
    const headers = { 'content-type': type };
    const rehearsed = await api.send(`POST ${path('/from-openapi?dryRun=true')}`, { body, headers });
    expect(rehearsed).toMatchObject({ status: 200, body: { dryRun: true, operations: 2 } });
    const { body: answer, status } = await api.send(`POST ${path('/from-openapi')}`, { body, headers });
    expect(status).toBe(200);
    expect((answer as unknown as CatalogueTakenAnswer).report).toMatchObject({
      total: 1,
      items: [{ at: '/paths/~1orders/patch', outcome: 'left-out' }],
    });
    expect((await api.send(`GET ${path()}`)).body).toEqual({
      operations: [
        {
          name: 'orders:Create',
          access: 'write',
          summary: null,
          routes: [{ method: 'POST', path: '/orders' }],
        },
        {
          name: 'orders:List',
          access: 'read',
          summary: 'All orders',
          routes: [{ method: 'GET', path: '/orders' }],
        },
      ],
      groups: [],
    });
  });

  it('takes what Keyledger says of itself', async () => {
    const own = await api.send('GET /openapi.json', { as: null });
    const { status, body } = await api.send(`POST ${path('/from-openapi')}`, {
      body: own.text,
      headers: { 'content-type': 'application/openapi+json' },
    });
    expect(status).toBe(200);
    expect((await api.send(`GET ${path('/operations/keys:createKey/allowed-scopes')}`)).status).toBe(200);
    expect(body.operations).toBeGreaterThan(20);
  });
});
