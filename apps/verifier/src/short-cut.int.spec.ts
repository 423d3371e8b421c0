import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { type RawAnswer, connectTo, everythingFrom, parseAnswer, requestText } from './spec-raw-http.js';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';
import { VerifyEndpoint } from './verify-endpoint.js';
import { verifyBodyBytesMax } from './verify-route.js';

let verifier: SpecVerifier;
let service: MintedKey;
let key: MintedKey;
let counted: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
  key = await verifier.createKey({ scopes: ['orders:Create'] });
  counted = await verifier.createKey({
    limits: [{ name: 'day', kind: 'fixed', requests: 1_000, window: 'P1D' }],
  });
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

interface Sent {
  readonly line?: string;
  readonly type?: string;
  readonly authorization?: readonly string[];
  readonly body: string;
}

/** Any header of a proxy takes a request to the ordinary route; nobody trusts it here. */
const ordinarily = 'X-Forwarded-For: 192.0.2.77';

async function send(sent: Sent, ...headers: readonly string[]): Promise<RawAnswer> {
  const socket = await connectTo(verifier.running.address);
  socket.write(requestOf(sent, ...headers, 'Connection: close'), 'latin1');
  return parseAnswer(await everythingFrom(socket));
}

function requestOf(
  { line = 'POST /v1/verify', type = 'application/json', authorization, body }: Sent,
  ...headers: readonly string[]
): string {
  const bytes = Buffer.from(body).toString('latin1');
  const lines = [
    `Content-Type: ${type}`,
    `Content-Length: ${bytes.length}`,
    'X-Request-Id: spec',
    ...(authorization ?? [service.value]).map((value) => `Authorization: Bearer ${value}`),
    ...headers,
  ];
  return requestText(line, lines) + bytes;
}

/** Without what differs from moment to moment. */
function lasting({ status, headers, body }: RawAnswer): object {
  expect(headers['content-length']).toBe(String(body.length));
  return {
    status,
    headers: { ...headers, date: 'now', 'content-length': 'right' },
    body: body.replace(/"(stalenessMs|remaining|resetSeconds)":\d+/g, '"$1"'),
  };
}

const question = (more: object = {}): string => JSON.stringify({ key: key.value, ...more });

describe('an answer by the short cut', () => {
  it.each([
    ['a good key', () => ({ body: question() })],
    ['a good key and all that can be asked', () => ({ body: question(everything()) })],
    ['a key without the scope', () => ({ body: question({ operation: 'orders:Delete' }) })],
    ['a key that nobody has', () => ({ body: question({ key: unissuedValue() }) })],
    ['what is no key', () => ({ body: question({ key: 'é€😀 "\\' }) })],
    ['a key with limits', () => ({ body: question({ key: counted.value }) })],
    ['another account', () => ({ body: question({ account: 'other' }) })],
  ] satisfies [string, () => Sent][])('is the ordinary answer, about %s', async (_what, sentOf) => {
    const ordinary = await send(sentOf(), ordinarily); // knows the caller from now on
    const admit = jest.spyOn(verifier.running.app.get(VerifyEndpoint), 'admit');
    const short = await send(sentOf());
    expect(admit).not.toHaveBeenCalled();
    admit.mockRestore();
    expect(short.status).toBe(200);
    expect(lasting(short)).toEqual(lasting(ordinary));
  });

  it('is counted and recorded once', async () => {
    await send({ body: question() }, ordinarily);
    const count = async (): Promise<number> =>
      Number(/^keyledger_verdicts_total\{code="VALID".*\} (\d+)$/m.exec(await verifier.metrics())?.[1]);
    const before = await count();
    const recorded = (await verifier.requestEvents()).length;
    for (let asked = 0; asked < 5; asked++) await send({ body: question() });
    expect((await count()) - before).toBe(5);
    expect((await verifier.requestEvents()).length - recorded).toBe(5);
  });
});

function everything(): object {
  const asOf = '1';
  return { operation: 'orders:Create', clientAddress: '2001:db8::1', userAgent: 'spec', minPosition: asOf };
}

describe('what the short cut leaves alone', () => {
  it.each([
    ['a position that is not there yet', () => ({ body: question({ minPosition: '999999999' }) }), 200],
    ['another field', () => ({ body: question({ extra: 1 }) }), 400],
    ['a field of another type', () => ({ body: question({ key: 1 }) }), 400],
    ['an operation that is none', () => ({ body: question({ operation: 'orders' }) }), 400],
    ['an address that is none', () => ({ body: question({ clientAddress: 'nowhere' }) }), 400],
    ['a list', () => ({ body: '[]' }), 400],
    ['null', () => ({ body: 'null' }), 400],
    ['half a question', () => ({ body: question().slice(0, -1) }), 400],
    ['nothing', () => ({ body: '' }), 400],
    ['a prototype', () => ({ body: `${question().slice(0, -1)},"__proto__":{}}` }), 400],
    ['a constructor', () => ({ body: `${question().slice(0, -1)},"constructor":{"prototype":{}}}` }), 400],
    ['a byte order mark', () => ({ body: `\uFEFF${question()}` }), 200],
    ['too much', () => ({ body: question({ user: 'x'.repeat(verifyBodyBytesMax) }) }), 413],
    ['another type', () => ({ type: 'text/plain', body: question() }), 415],
    ['no caller', () => ({ authorization: [], body: question() }), 401],
    ['a caller that nobody knows', () => ({ authorization: [unissuedValue()], body: question() }), 401],
    ['two callers', () => ({ authorization: [service.value, service.value], body: question() }), 401],
    ['a caller that may not ask', () => ({ authorization: [key.value], body: question() }), 401],
    ['another method', () => ({ line: 'PUT /v1/verify', body: question() }), 405],
  ] satisfies [string, () => Sent, number][])('is answered alike: %s', async (_what, sentOf, status) => {
    const [short, ordinary] = [await send(sentOf()), await send(sentOf(), ordinarily)];
    expect(short.status).toBe(status);
    expect(lasting(short)).toEqual(lasting(ordinary));
  });

  it('a key whose share of a limit has to be asked for is counted once', async () => {
    const scarce = await verifier.createKey({
      limits: [{ name: 'once', kind: 'credits', credits: 3, refill: null }],
    });
    await verifier.caughtUp();
    await send({ body: question() }, ordinarily);
    const codes: string[] = [];
    for (let asked = 0; asked < 5; asked++) {
      codes.push(codeIn(await send({ body: JSON.stringify({ key: scarce.value }) })));
    }
    expect(codes).toEqual(['VALID', 'VALID', 'VALID', 'QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
  });
});

function codeIn({ body }: RawAnswer): string {
  return (JSON.parse(body) as { readonly code: string }).code;
}

describe('a caller on one connection', () => {
  it('is refused at once when it is revoked', async () => {
    const caller = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    await verifier.caughtUp();
    const socket = await connectTo(verifier.running.address);
    const ask = async (): Promise<RawAnswer> => {
      socket.write(requestOf({ authorization: [caller.value], body: question() }), 'latin1');
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      return parseAnswer(chunk.toString('latin1'));
    };
    for (let asked = 0; asked < 3; asked++) expect((await ask()).status).toBe(200);
    const { keyId, accountId } = caller;
    await verifier.record({
      type: 'KeyRevoked',
      data: { keyId, accountId, reason: 'leaked', comment: null },
    });
    await verifier.caughtUp();
    const refused = await ask();
    expect([refused.status, codeIn(refused)]).toEqual([401, 'INVALID_CREDENTIALS']);
    socket.destroy();
  });
});
