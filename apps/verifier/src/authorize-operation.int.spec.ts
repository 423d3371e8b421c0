import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorize, bearer, dressed, openGateways, original, told } from './spec-authorize.js';
import { sendRaw } from './spec-raw-http.js';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

let verifier: SpecVerifier;
let reader: MintedKey;
let free: MintedKey;

beforeAll(async () => {
  ({ verifier, reader, free } = await openGateways(await SpecVerifier.start(await createTestDatabase())));
});

afterAll(async () => {
  await verifier.stop();
});

const forwarded = (method: string, uri: string): readonly string[] => [
  `X-Forwarded-Method: ${method}`,
  `X-Forwarded-Uri: ${uri}`,
];

describe('the original request', () => {
  it.each([
    ['nginx', 'acme', original('GET', '/orders?key=secret')],
    ['Traefik', 'acme', forwarded('GET', '/orders?x=/orders/1')],
  ])('as %s tells it', async (_, path, lines) => {
    const { status, headers } = await authorize(verifier, path, [bearer(reader), ...lines]);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      ...{ 'x-keyledger-key-id': reader.keyId, 'x-keyledger-account': 'acme' },
      ...{ 'x-keyledger-operation': 'orders:List', 'x-keyledger-scope': 'orders:read' },
      'cache-control': 'no-store',
    });
  });

  it.each(['GET', 'HEAD'])('as Envoy sends it: %s, with a prefix before the path', async (method) => {
    const line = `${method} /v1/authorize/acme/orders/7?operation=orders:List`;
    const { status, headers } = await sendRaw(verifier.running.address, line, [bearer(reader)]);
    expect([status, headers['x-keyledger-operation']]).toEqual([200, 'orders:Get']);
  });

  it.each([
    ['POST', '/orders', 'orders:Create'],
    ['PUT', '/orders', null],
    ['OPTIONS', '/orders', null],
    ['GET', '/', null],
    ['GET', '/orders/../admin', null],
    ['GET', '/orders%2F..%2Fadmin', null],
  ])('%s %s is refused to a reader, however it comes', async (method, path, sufficient) => {
    const code = sufficient === null ? 'UNKNOWN_OPERATION' : 'INSUFFICIENT_SCOPE';
    const expected = dressed(verifier, 'keyledger', code, { sufficient });
    const asEnvoy = await sendRaw(verifier.running.address, `${method} /v1/authorize/acme${path}`, [
      ...[bearer(reader), 'Content-Length: 0'],
    ]);
    for (const answer of [
      asEnvoy,
      await authorize(verifier, 'acme', [bearer(reader), ...original(method, path)]),
      await authorize(verifier, 'acme', [bearer(reader), ...forwarded(method, path)]),
    ]) {
      expect(told(answer)).toEqual(expected);
    }
  });

  it.each([
    ['is not told', []],
    ['is half told', ['X-Original-URI: /orders']],
    ['is told twice', [...original('GET', '/orders'), 'X-Original-URI: /orders/1']],
    [
      'is told in two ways, of which one is the client’s',
      [...original('GET', '/orders'), 'X-Forwarded-Uri: /x'],
    ],
    ['is no path', original('GET', 'orders')],
  ])('that %s is no operation', async (_, lines) => {
    const answer = await authorize(verifier, 'acme', [bearer(reader), ...lines]);
    expect(told(answer)).toEqual(dressed(verifier, 'keyledger', 'UNKNOWN_OPERATION'));
  });

  it('is told by nobody but the URL where that has it', async () => {
    const line = 'POST /v1/authorize/acme/orders';
    const answer = await sendRaw(verifier.running.address, line, [
      ...[bearer(reader), ...original('GET', '/orders'), 'Content-Length: 0'],
    ]);
    expect(answer.status).toBe(403);
  });
});

describe('the operation', () => {
  it('in the URL of the gateway counts, whatever the request looks like', async () => {
    const lines = [bearer(reader), ...original('POST', '/orders')];
    const { status, headers } = await authorize(verifier, 'acme?operation=orders:Get', lines);
    expect([status, headers['x-keyledger-operation']]).toEqual([200, 'orders:Get']);
    expect((await authorize(verifier, 'acme?operation=orders:Audit', lines)).status).toBe(403);
  });

  it('in a header counts where the catalogue has no routes', async () => {
    const lines = [bearer(free), ...original('GET', '/anything')];
    const named = (name: string) => authorize(verifier, 'free', [...lines, `X-Keyledger-Operation: ${name}`]);
    expect((await named('orders:List')).headers['x-keyledger-scope']).toBe('orders:List');
    expect(told(await named('orders:Create'))).toEqual(
      dressed(verifier, 'keyledger', 'INSUFFICIENT_SCOPE', { sufficient: 'orders:Create' }),
    );
  });

  it('in a header opens nothing that the routes do not: a client may have written it', async () => {
    const header = 'X-Keyledger-Operation: orders:List';
    const asked = (method: string, uri: string) =>
      authorize(verifier, 'acme', [bearer(reader), header, ...original(method, uri)]);
    expect((await asked('GET', '/orders')).status).toBe(200);
    expect(told(await asked('POST', '/orders'))).toEqual(dressed(verifier, 'keyledger', 'UNKNOWN_OPERATION'));
    expect((await asked('GET', '/elsewhere')).status).toBe(403);
  });

  it('is not asked about where nobody knows it', async () => {
    const { status, headers } = await authorize(verifier, 'free', [bearer(free), ...original('GET', '/x')]);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('x-keyledger-operation');
    expect(headers).not.toHaveProperty('x-keyledger-scope');
  });

  it.each(['', 'orders', 'orders:*', `orders:${unissuedValue()}`, 'orders:Get%0d%0aX-Evil:%201'])(
    'named %j is none',
    async (name) => {
      const answer = await authorize(verifier, `free?operation=${name}`, [bearer(free)]);
      expect(told(answer)).toEqual(dressed(verifier, 'keyledger', 'UNKNOWN_OPERATION'));
    },
  );

  it.each(['opreation=orders:Get', 'operation=orders:Get&operation=orders:List', 'refusal=body', 'refusal='])(
    'is not guessed from a URL that says %s',
    async (query) => {
      const { status, body } = await authorize(verifier, `acme?${query}`, [bearer(reader)]);
      expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([400, 'INVALID_REQUEST']);
    },
  );
});
