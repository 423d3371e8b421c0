import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

let verifier: SpecVerifier;
let key: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  await verifier.caughtUp();
  key = await verifier.createKey();
});

afterAll(async () => {
  await verifier.stop();
});

describe('400 INVALID_REQUEST', () => {
  it.each([
    ['no key', {}, 'key'],
    ['a key that is no text', { key: 1 }, 'key'],
    ['null for a key', { key: null }, 'key'],
    ['a key without end', { key: 'x'.repeat(9_000) }, 'key'],
    ['an unknown field', { key: 'x', secret: 'y' }, ''],
    ['an operation that is no text', { key: 'x', operation: ['a:B'] }, 'operation'],
    ['an operation without namespace', { key: 'x', operation: 'Create' }, 'operation'],
    ['a scope in place of an operation', { key: 'x', operation: 'orders:*' }, 'operation'],
    ['an operation with a line break', { key: 'x', operation: 'orders:Create\n' }, 'operation'],
    ['a key in place of an operation', { key: 'x', operation: `a:${unissuedValue()}` }, 'operation'],
    ['an address that is none', { key: 'x', clientAddress: 'localhost' }, 'clientAddress'],
    ['an address with a port', { key: 'x', clientAddress: '10.0.0.1:80' }, 'clientAddress'],
    ['an address with a zone', { key: 'x', clientAddress: 'fe80::1%eth0' }, 'clientAddress'],
    ['a range', { key: 'x', clientAddress: '10.0.0.0/8' }, 'clientAddress'],
    ['an octal address', { key: 'x', clientAddress: '010.0.0.1' }, 'clientAddress'],
    ['a position that is a number', { key: 'x', minPosition: 1 }, 'minPosition'],
    ['a negative position', { key: 'x', minPosition: '-1' }, 'minPosition'],
    ['a position beyond every log', { key: 'x', minPosition: '9999999999999999999' }, 'minPosition'],
    ['a list', [{ key: 'x' }], ''],
    ['a text', '"x"', ''],
    ['null', 'null', ''],
  ])('for %s', async (_, question, path) => {
    const { status, headers, body } = await verifier.ask(question);
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body.errors).toMatchObject([{ path }]);
  });

  it('never repeats the key', async () => {
    const { status, body } = await verifier.ask({ key: key.value, [key.value]: key.value });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain(key.value);
  });
});

describe('400 MALFORMED_JSON', () => {
  it.each([
    ['half an object', '{"key":'],
    ['nothing', ''],
    ['a prototype', '{"key":"x","__proto__":{"valid":true}}'],
    ['a constructor', '{"key":"x","constructor":{"prototype":{"valid":true}}}'],
  ])('for %s', async (_, body) => {
    const answer = await verifier.ask(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED_JSON']);
  });
});

describe('413 BODY_TOO_LARGE', () => {
  it('for more than 16 KiB', async () => {
    const { status, body } = await verifier.ask({ key: 'x'.repeat(16 * 1024) });
    expect([status, body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('415 UNSUPPORTED_MEDIA_TYPE', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('for %s', async (type) => {
    const { status, body } = await verifier.ask(`key=${key.value}`, { 'content-type': type });
    expect([status, body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('404 ROUTE_NOT_FOUND', () => {
  it.each(['/v1/verify/', '/v1/verify/more', '/v1', '/v1/verification'])('for %s', async (url) => {
    const response = await verifier.running.fastify.inject({ method: 'DELETE', url });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'ROUTE_NOT_FOUND']);
    expect(response.headers.allow).toBeUndefined();
  });
});

describe('405 METHOD_NOT_ALLOWED', () => {
  it.each([
    ['GET', '/v1/verify', 'POST'],
    ['PUT', '/v1/verify?x=1', 'POST'],
    ['DELETE', '/v1/verify/batch', 'POST'],
    ['OPTIONS', '/v1/introspect', 'POST'],
    ['HEAD', '/v1/snapshot', 'GET'],
    ['POST', '/v1/events', 'GET'],
    ['PATCH', '/v1/local-verifiers/one', 'DELETE, PUT'],
    ['DELETE', '/healthz', 'GET, HEAD'],
  ] as const)('for %s %s, with or without credentials', async (method, url, allow) => {
    const answers = await Promise.all(
      [{}, { authorization: 'Bearer nonsense' }].map((headers) =>
        verifier.running.fastify.inject({ method, url, headers }),
      ),
    );
    for (const answer of answers) {
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      if (method !== 'HEAD') expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
    }
  });
});
