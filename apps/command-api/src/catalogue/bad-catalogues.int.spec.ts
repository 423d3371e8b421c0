import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecApi } from '../spec-api.js';

const put = 'PUT /v1/accounts/acme/catalogue';
const post = 'POST /v1/accounts/acme/catalogue/from-openapi';
const send = { name: 'orders:Create', access: 'write' };
const document = { openapi: '3.1.0', paths: { '/a': { get: { operationId: 'a', tags: ['t'] } } } };

let api: SpecApi;
let lengthBefore: number;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
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

const define = (body: unknown) => api.send(put, { body });
const take = (body: unknown, type = 'application/yaml') =>
  api.send(post, { body, headers: { 'content-type': type } });

describe('400 INVALID_REQUEST', () => {
  it.each([
    [null],
    [[]],
    [{}],
    [{ operations: {} }],
    [{ operations: [null] }],
    [{ operations: [{ name: 'orders:Create' }] }],
    [{ operations: [{ ...send, access: 'execute' }] }],
    [{ operations: [{ ...send, groups: [] }] }],
    [{ operations: [send], groups: [{ id: 'a' }] }],
    [{ operations: [send], namespace: 'orders' }],
  ])('for %j', async (body) => {
    expect(await define(body)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it.each(['dryRun=yes', 'dryRun=', 'dryRun=true&dryRun=true', 'dryrun=true'])('for ?%s', async (query) => {
    for (const [route, body] of [
      [put, { operations: [send] }],
      [post, document],
    ] as const) {
      const answer = await api.send(`${route}?${query}`, { body });
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    }
  });

  it('for a part of the path that is too long', async () => {
    const answer = await api.send(`GET /v1/accounts/acme/catalogue/scopes/${'a'.repeat(257)}/operations`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });
});

describe('400 INVALID_CATALOGUE', () => {
  it.each([
    [[{ ...send, name: 'Orders:Create' }], []],
    [[{ ...send, name: 'orders:read' }], []],
    [[{ ...send, name: 'orders@acme:Create' }], []],
    [[send, send], []],
    [[{ ...send, summary: 'a\u0000' }], []],
    [[{ ...send, routes: [{ method: 'get', path: '/' }] }], []],
    [[send], [{ id: 'A', title: 'A', operations: [] }]],
    [[send], [{ id: 'a', title: 'A', operations: ['orders:Fly'] }]],
  ])('for %j with groups %j', async (operations, groups) => {
    expect(await define({ operations, groups })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_CATALOGUE' },
    });
  });

  it('in a dry run as well', async () => {
    const answer = await api.send(`${put}?dryRun=true`, { body: { operations: [send, send] } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_CATALOGUE' } });
  });
});

describe('400 MALFORMED_JSON', () => {
  it.each(['{', '', "{'a': 1}"])('for %j sent as JSON', async (body) => {
    expect(await take(body, 'application/json')).toMatchObject({
      status: 400,
      body: { code: 'MALFORMED_JSON' },
    });
  });
});

describe('413', () => {
  it('BODY_TOO_LARGE for a document of 20 MB', async () => {
    const body = JSON.stringify({ ...document, 'x-more': 'x'.repeat(20_000_000) });
    for (const type of ['application/json', 'application/yaml']) {
      expect(await take(body, type)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    }
    expect(await define(body)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
  });

  it('CATALOGUE_TOO_LARGE for more operations than a catalogue may hold', async () => {
    const operations = Array.from({ length: 5_001 }, (_, index) => ({ name: `a:B${index}`, access: 'read' }));
    expect(await define({ operations })).toMatchObject({
      status: 413,
      body: { code: 'CATALOGUE_TOO_LARGE' },
    });
    const paths = operations.map(
      ({ name }) => [`/${name}`, { get: { operationId: name, tags: ['t'] } }] as const,
    );
    const answer = await api.send(post, { body: { ...document, paths: Object.fromEntries(paths) } });
    expect(answer).toMatchObject({ status: 413, body: { code: 'CATALOGUE_TOO_LARGE' } });
  });
});

describe('415 UNSUPPORTED_MEDIA_TYPE', () => {
  it.each(['text/plain', 'application/xml', 'application/x-yaml', 'nonsense'])('for %s', async (type) => {
    expect(await take('openapi: 3.1.0', type)).toMatchObject({ status: 415 });
  });

  it.each(['application/yaml', 'application/openapi+json'])(
    'for %s where JSON is asked for',
    async (type) => {
      const headers = { 'content-type': type };
      const body = JSON.stringify({ operations: [send] });
      for (const route of [put, 'POST /v1/accounts/acme/keys']) {
        expect(await api.send(route, { body, headers })).toMatchObject({
          status: 415,
          body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
        });
      }
    },
  );
});

describe('404', () => {
  it.each([
    ['GET', ''],
    ['GET', '/operations/a:B/allowed-scopes'],
    ['GET', '/scopes/a:B/operations'],
  ])('CATALOGUE_NOT_FOUND and ACCOUNT_NOT_FOUND for %s %s', async (method, rest) => {
    expect(await api.send(`${method} /v1/accounts/acme/catalogue${rest}`)).toMatchObject({
      status: 404,
      body: { code: 'CATALOGUE_NOT_FOUND' },
    });
    expect(await api.send(`${method} /v1/accounts/nobody/catalogue${rest}`)).toMatchObject({
      status: 404,
      body: { code: 'ACCOUNT_NOT_FOUND' },
    });
  });

  it('but an empty catalogue for an account without one, where that is asked for', async () => {
    expect(await api.send('GET /v1/accounts/acme/catalogue?orEmpty=true')).toMatchObject({
      status: 200,
      body: { operations: [], groups: [] },
    });
    expect(await api.send('GET /v1/accounts/acme/catalogue?orEmpty=false')).toMatchObject({ status: 404 });
    expect(await api.send('GET /v1/accounts/nobody/catalogue?orEmpty=true')).toMatchObject({
      status: 404,
      body: { code: 'ACCOUNT_NOT_FOUND' },
    });
    expect(await api.send('GET /v1/accounts/acme/catalogue?orEmpty=maybe')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it('ACCOUNT_NOT_FOUND for a catalogue of nobody’s, dry run or not', async () => {
    for (const query of ['', '?dryRun=true']) {
      for (const [route, body] of [
        [`PUT /v1/accounts/nobody/catalogue${query}`, { operations: [send] }],
        [`POST /v1/accounts/nobody/catalogue/from-openapi${query}`, document],
      ] as const) {
        expect(await api.send(route, { body })).toMatchObject({
          status: 404,
          body: { code: 'ACCOUNT_NOT_FOUND' },
        });
      }
    }
  });

  it.each(['a:B', 'x', '%00', '*:*', 'keyledger@acme:GetKey', "'"])(
    'OPERATION_NOT_FOUND for the operation %j',
    async (operation) => {
      expect(
        await api.send(`GET /v1/accounts/system/catalogue/operations/${operation}/allowed-scopes`),
      ).toMatchObject({ status: 404, body: { code: 'OPERATION_NOT_FOUND' } });
    },
  );
});

describe('scopes that cannot be asked about', () => {
  it.each([
    ['everything', 'INVALID_SCOPE'],
    ['%00', 'INVALID_SCOPE'],
    ['@users', 'UNKNOWN_OPERATION'],
    ['*:read', 'INVALID_SCOPE'],
    ['keyledger:Fly', 'UNKNOWN_OPERATION'],
    ['orders:*', 'UNKNOWN_OPERATION'],
  ])('%s: 400 %s', async (scope, code) => {
    expect(await api.send(`GET /v1/accounts/system/catalogue/scopes/${scope}/operations`)).toMatchObject({
      status: 400,
      body: { code },
    });
  });
});

describe('who may', () => {
  it('409 ACCOUNT_RESERVED for the catalogue of `system`', async () => {
    for (const query of ['', '?dryRun=true']) {
      const answer = await api.send(`PUT /v1/accounts/system/catalogue${query}`, {
        body: { operations: [send] },
      });
      expect(answer).toMatchObject({ status: 409, body: { code: 'ACCOUNT_RESERVED' } });
    }
  });

  it('403 FORBIDDEN to those who may only read, before anything of the body is looked at', async () => {
    const as = await api.adminKey('keyledger:read');
    lengthBefore = await api.logLength();
    for (const query of ['', '?dryRun=true']) {
      const headers = { 'content-type': 'application/yaml' };
      expect(await api.send(`${post}${query}`, { as, body: '}', headers })).toMatchObject({ status: 403 });
    }
    expect((await api.send('GET /v1/accounts/system/catalogue', { as })).status).toBe(200);
  });
});
