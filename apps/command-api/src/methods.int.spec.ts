import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi, unissuedKey } from './spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
});

afterAll(async () => {
  await api.stop();
});

describe('405 METHOD_NOT_ALLOWED', () => {
  it.each([
    ['PUT /v1/accounts', 'GET, HEAD, POST'],
    ['DELETE /v1/audit', 'GET, HEAD'],
    ['POST /v1/accounts/acme', 'GET, HEAD, PATCH'],
    ['DELETE /v1/accounts/nobody/catalogue?x=1', 'GET, HEAD, PUT'],
    ['GET /v1/keys/key_1/revoke', 'POST'],
    ['OPTIONS /v1/keys/%6bey_1', 'DELETE, GET, HEAD, PATCH'],
    ['PATCH /authentication', 'GET, HEAD, POST'],
    ['GET /v1/accounts/acme/disable-api', 'POST'],
    ['POST /openapi.json', 'GET, HEAD'],
  ])('for %s, to everybody alike', async (route, allow) => {
    const answers = [
      await api.send(route),
      await api.send(route, { as: null }),
      await api.send(route, { as: unissuedKey(), body: {} }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 405, headers: { allow }, body: { code: 'METHOD_NOT_ALLOWED' } });
    }
  });
});
