import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  authorize,
  bearer,
  carry,
  createKnownKey,
  dressCases,
  openAccount,
  openGateways,
  original,
} from './spec-authorize.js';
import { connectTo, everythingFrom, parseAnswer, requestText } from './spec-raw-http.js';
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

describe('an account that does not exist', () => {
  it.each(['nobody', 'NOBODY', '%00', 'a%2Fb', '..', 'acme%20', '__proto__'])(
    'is answered like an unknown key of the default profile (%s)',
    async (account) => {
      const expected = await authorize(verifier, 'free', [`Authorization: Bearer ${unissuedValue()}`]);
      const answer = await authorize(verifier, account, [bearer(reader)]);
      expect([answer.status, answer.body]).toEqual([expected.status, expected.body]);
      expect((await authorize(verifier, account, [])).status).toBe(401);
    },
  );
});

describe('a refusal in headers, for nginx', () => {
  it.each(dressCases)('says all that the whole answer says: $name', async ({ name, profile, format }) => {
    const account = name.replace(', ', '-');
    await openAccount(verifier, account, { profile });
    await verifier.caughtUp();
    for (const lines of [[], carry(format, unissuedValue(format)), [...carry(format, 'x y')]]) {
      const whole = await authorize(verifier, account, lines);
      const { status, headers, body } = await authorize(verifier, `${account}?refusal=headers`, lines);
      expect([status, body]).toEqual([403, '']);
      expect(headers['x-keyledger-status']).toBe(String(whole.status));
      expect(headers['x-keyledger-body']).toBe(whole.body);
      expect(whole.headers['content-type']).toContain(headers['x-keyledger-type'] ?? 'nothing');
      expect(headers['www-authenticate']).toBe(whole.headers['www-authenticate']);
    }
  });

  it('lets a key in as ever', async () => {
    const lines = [bearer(reader), ...original('GET', '/orders')];
    const { status, headers } = await authorize(verifier, 'acme?refusal=headers', lines);
    expect([status, headers['x-keyledger-key-id']]).toEqual([200, reader.keyId]);
  });
});

describe('what is no request', () => {
  it.each([
    ['a URL that cannot be decoded', '/%zz', [], 400],
    ['one after the prefix', 'acme/orders/%zz', [], 400],
    ['headers of more than 16 KiB', 'acme', [`X-Long: ${'x'.repeat(16_384)}`], 431],
    ['a header without a name', 'acme', [': x'], 400],
  ])('is refused before any profile is known: %s', async (_, path, lines, status) => {
    const answer = await authorize(verifier, path, [bearer(reader), ...lines]);
    expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([
      status,
      'INVALID_REQUEST',
    ]);
    expect(answer.body).not.toContain(reader.value.slice(-12));
  });
});

describe('connections', () => {
  it('serve one request after the other', async () => {
    const socket = await connectTo(verifier.running.address);
    const text = requestText('GET /v1/authorize/free', [bearer(free)]);
    const last = requestText('GET /v1/authorize/free', [bearer(free), 'Connection: close']);
    socket.write(text + text + last);
    const answers = (await everythingFrom(socket)).split('HTTP/1.1 ').slice(1);
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['200', '200', '200']);
  });

  it.each(['Content-Length: 1000000', 'Transfer-Encoding: chunked'])(
    'end where a body is announced, which is not waited for (%s)',
    async (announced) => {
      const socket = await connectTo(verifier.running.address);
      socket.write(
        requestText('POST /v1/authorize/free', [bearer(free), 'Content-Type: text/plain', announced]),
      );
      const { status, headers } = parseAnswer(await everythingFrom(socket));
      expect([status, headers['connection']]).toEqual([200, 'close']);
    },
  );
});

describe('a gateway that nobody trusts', () => {
  it('XD-5: is the client itself, whatever it says of others', async () => {
    const from = async (entry: string) => {
      const ipAllowlist = { enforced: true, entries: [entry] };
      const key = await createKnownKey(verifier, { accountId: 'free', ipAllowlist });
      return (await authorize(verifier, 'free', [bearer(key), 'X-Forwarded-For: 192.0.2.1'])).status;
    };
    expect([await from('192.0.2.1'), await from('127.0.0.1')]).toEqual([403, 200]);
  });
});

describe('what was decided', () => {
  it('is recorded of known keys, with operation and verdict, and counted', async () => {
    const key = await createKnownKey(verifier, { accountId: 'acme', scopes: ['orders:read'] });
    await authorize(verifier, 'acme', [bearer(key), ...original('GET', '/orders')]);
    await authorize(verifier, 'acme', [bearer(key), ...original('POST', '/orders')]);
    await authorize(verifier, 'acme', [bearer(key), ...original('GET', '/secret/path')]);
    const events = (await verifier.requestEvents()).filter(({ keyId }) => keyId === key.keyId);
    expect(events.map(({ operation, code, clientAddress }) => [operation, code, clientAddress])).toEqual([
      ['orders:List', 'VALID', '127.0.0.1'],
      ['orders:Create', 'INSUFFICIENT_SCOPE', '127.0.0.1'],
      [null, 'INSUFFICIENT_SCOPE', '127.0.0.1'],
    ]);
    const metrics = await verifier.metrics();
    expect(metrics).toMatch(/keyledger_verdicts_total\{[^}]*code="UNKNOWN_OPERATION"[^}]*\} [1-9]/);
    expect(metrics).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/v1\/authorize\/:account"/);
    expect(metrics).not.toContain('secret');
  });
});
