import type { DomainEvent, IntrospectionAnswer } from '@keyledger/contracts';
import { createTestDatabase, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

const formType = 'application/x-www-form-urlencoded';
const expiresAt = '2099-12-31T23:59:59.999Z';
const logged: string[] = [];
let verifier: SpecVerifier;
let service: MintedKey;
let key: MintedKey;

beforeAll(async () => {
  const logger = pino({ level: 'trace' }, { write: (line) => logged.push(line) });
  verifier = await SpecVerifier.start(await createTestDatabase(), {}, { logger });
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
  key = await verifier.createKey({ scopes: ['orders:Create', 'orders:read'], expiresAt });
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

type Headers = Readonly<Record<string, string>>;

function asBearer({ value }: Pick<MintedKey, 'value'>): Headers {
  return { authorization: `Bearer ${value}` };
}

function asClient(id: string, secret: string): Headers {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

async function send(payload: string, headers: Headers = {}) {
  const response = await verifier.running.fastify.inject({
    method: 'POST',
    url: '/v1/introspect',
    headers: { 'content-type': formType, ...headers },
    payload,
  });
  return {
    ...{ status: response.statusCode, headers: response.headers, text: response.body },
    body: response.json<IntrospectionAnswer & { error?: string; error_description?: string }>(),
  };
}

async function introspect(parameters: Headers, headers: Headers = asBearer(service)) {
  return send(new URLSearchParams(parameters).toString(), headers);
}

async function caughtUpWith(event: DomainEvent): Promise<void> {
  await verifier.record(event);
  await verifier.caughtUp();
}

describe('an active token', () => {
  it('is told of in the terms of RFC 7662 section 2.2, and is not to be cached', async () => {
    const { status, headers, body } = await introspect({ token: key.value });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json\b/);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      ...{ active: true, scope: 'orders:Create orders:read', client_id: key.keyId, token_type: 'Bearer' },
      ...{ sub: 'acme', exp: Math.floor(Date.parse(expiresAt) / 1_000) },
    });
  });

  it('has no exp where it does not expire', async () => {
    const { value } = await verifier.createKey();
    await verifier.caughtUp();
    const { body } = await introspect({ token: value });
    expect(body.active).toBe(true);
    expect(body).not.toHaveProperty('exp');
  });

  it('ends with the overlap of its rotation, where that is sooner than its expiry', async () => {
    const rotated = await verifier.createKey({ expiresAt });
    const { keyId, accountId } = rotated;
    const overlap = { kind: 'fixed', endsAt: '2098-01-01T00:00:00.000Z' } as const;
    const successorId = key.keyId;
    await caughtUpWith({
      type: 'KeyRotated',
      data: { keyId, accountId, successorId, overlap },
    });
    const { body } = await introspect({ token: rotated.value });
    expect(body).toMatchObject({ active: true, exp: Date.parse('2098-01-01T00:00:00.000Z') / 1_000 });
  });

  it('is recorded and counted as a question without operation', async () => {
    const used = await verifier.createKey();
    await verifier.caughtUp();
    await introspect({ token: used.value, client_address: '192.0.2.7' });
    const events = (await verifier.requestEvents()).filter(({ keyId }) => keyId === used.keyId);
    expect(events).toMatchObject([{ code: 'VALID', operation: null, clientAddress: '192.0.2.7' }]);
  });

  it.each([
    ['a hint', { token_type_hint: 'refresh_token' }],
    ['a hint that nobody knows', { token_type_hint: 'x' }],
    ['parameters that are not known', { surprise: '1', resource: 'https://api.example' }],
    ['parameters without a value', { client_address: '', token_type_hint: '' }],
  ])('is found whatever comes with it: %s', async (_, more) => {
    expect((await introspect({ token: key.value, ...more })).body.active).toBe(true);
  });

  it('is found whatever the case and parameters of the media type', async () => {
    const type = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' };
    const { body } = await introspect({ token: key.value }, { ...asBearer(service), ...type });
    expect(body.active).toBe(true);
  });
});

describe('{"active":false} and nothing else', () => {
  async function expectInactive(parameters: Headers, headers?: Headers): Promise<void> {
    const { status, text } = await introspect(parameters, headers);
    expect([status, text]).toEqual([200, '{"active":false}']);
  }

  it.each([
    ['a key that nobody has', () => unissuedValue()],
    ['another server’s token', () => 'eyJhbGciOiJub25lIn0.e30.'],
    ['a long one', () => 'x'.repeat(4_000)],
    ['a form within the form', () => 'a&token=b'],
  ])('for %s', async (_, token) => {
    await expectInactive({ token: token() });
  });

  it.each(['KeyRevoked', 'KeyDisabled'] as const)('for a key after %s', async (type) => {
    const { keyId, accountId, value } = await verifier.createKey();
    await caughtUpWith({ type, data: { keyId, accountId, reason: 'leaked', comment: null } });
    await expectInactive({ token: value });
  });

  it('for a key past its expiry', async () => {
    const { value } = await verifier.createKey({ expiresAt: '2020-01-01T00:00:00.000Z' });
    await verifier.caughtUp();
    await expectInactive({ token: value });
  });

  it('for a key of an account that the caller may not ask about', async () => {
    const caller = await verifier.createKey({ accountId: 'system', scopes: ['keyledger@other:Verify'] });
    await verifier.caughtUp();
    await expectInactive({ token: key.value }, asBearer(caller));
  });

  it('for a key with an address list, but from an address on it', async () => {
    const ipAllowlist = { enforced: true, entries: ['192.0.2.0/24'] };
    const { value: token } = await verifier.createKey({ ipAllowlist });
    await verifier.caughtUp();
    await expectInactive({ token });
    await expectInactive({ token, client_address: '198.51.100.1' });
    expect((await introspect({ token, client_address: '192.0.2.1' })).body.active).toBe(true);
  });
});

describe('a caller by HTTP Basic', () => {
  it('is the key whose id is the client’s and whose value is its secret', async () => {
    const { body } = await introspect({ token: key.value }, asClient(service.keyId, service.value));
    expect(body.active).toBe(true);
  });

  it('may have encoded both, as RFC 6749 section 2.3.1 wants it', async () => {
    const secret = service.value.replaceAll('_', '%5F');
    const { body } = await introspect({ token: key.value }, asClient(service.keyId, secret));
    expect(body.active).toBe(true);
  });

  it.each([
    ['another key’s id', () => asClient(key.keyId, service.value)],
    ['no id', () => asClient('', service.value)],
    ['a secret that nobody has', () => asClient(service.keyId, unissuedValue())],
    ['no secret', () => asClient(service.keyId, '')],
    ['no pair', () => ({ authorization: 'Basic bm9wYWly' })],
    ['nothing', () => ({ authorization: 'Basic' })],
  ])('is refused with %s, by the challenge of its scheme', async (_, headers) => {
    const { status, headers: answered, body } = await introspect({ token: key.value }, headers());
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(answered['www-authenticate']).toBe('Basic realm="keyledger"');
  });
});

describe('401 invalid_client', () => {
  it('without credentials, naming both schemes, whatever the body is', async () => {
    const { status, headers, body } = await send('nonsense', { 'content-type': 'text/plain' });
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(headers['content-type']).toMatch(/^application\/json\b/);
    expect(headers['www-authenticate']).toBe('Basic realm="keyledger", Bearer realm="keyledger"');
  });

  it('to a Bearer key that nobody has', async () => {
    const { status, headers, body } = await introspect(
      { token: key.value },
      asBearer({ value: unissuedValue() }),
    );
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(headers['www-authenticate']).toBe('Bearer realm="keyledger", error="invalid_token"');
  });

  it('to a key of `system` that may not ask', async () => {
    const caller = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:read'] });
    await verifier.caughtUp();
    const { status, headers, body } = await introspect({ token: key.value }, asBearer(caller));
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(headers['www-authenticate']).toBe('Bearer realm="keyledger", error="insufficient_scope"');
  });
});

describe('400 invalid_request', () => {
  it.each([
    ['no body', ''],
    ['no token', 'token_type_hint=access_token'],
    ['an empty token', 'token='],
    ['two tokens', 'token=a&token=b'],
    ['a hint twice', 'token=a&token_type_hint=b&token_type_hint=b'],
    ['an unknown parameter twice', 'token=a&x=1&x=2'],
    ['an address that is none', 'token=a&client_address=localhost'],
    ['a token without end', `token=${'x'.repeat(9_000)}`],
  ])('for %s', async (_, payload) => {
    const { status, headers, body } = await send(payload, asBearer(service));
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(headers['content-type']).toMatch(/^application\/json\b/);
    expect(body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it('never repeats what was sent', async () => {
    const { status, text } = await send(
      `token=${key.value}&${key.value}=1&${key.value}=2`,
      asBearer(service),
    );
    expect(status).toBe(400);
    expect(text).not.toContain(key.value);
  });
});

describe('other refusals', () => {
  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
    '415 for %s',
    async (type) => {
      const { status, body } = await send(`{"token":"${key.value}"}`, {
        ...asBearer(service),
        'content-type': type,
      });
      expect([status, body.error]).toEqual([415, 'invalid_request']);
    },
  );

  it('413 for more than 16 KiB', async () => {
    const { status, body } = await send(`token=a&x=${'x'.repeat(16 * 1024)}`, asBearer(service));
    expect([status, body.error]).toEqual([413, 'invalid_request']);
  });

  it('405 for GET, which would put the token in a URL', async () => {
    const headers = asBearer(service);
    const response = await verifier.running.fastify.inject({ url: '/v1/introspect?token=x', headers });
    expect(response.statusCode).toBe(405);
  });

  it('leave forms unknown to every other route', async () => {
    const { status, body } = await verifier.ask(`key=${key.value}`, { 'content-type': formType });
    expect([status, body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('the log', () => {
  it('names the route of each request, and no key', async () => {
    await introspect({ token: key.value });
    await introspect({ token: key.value }, asClient(key.keyId, key.value));
    await introspect({ token: key.value, client_address: key.value });
    expect(logged.join('')).toContain('/v1/introspect');
    expect([key, service].filter(({ value }) => logged.join('').includes(value))).toEqual([]);
  });
});

describe('a verifier that cannot hear the log', () => {
  it('answers 503, not that the token is inactive', async () => {
    const stale = await SpecVerifier.start(await createTestDatabase(), { STALENESS_MAX_MS: '600' });
    try {
      const caller = await stale.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
      await stale.caughtUp();
      stale.link.cut();
      const ask = () =>
        stale.running.fastify.inject({
          method: 'POST',
          url: '/v1/introspect',
          headers: { 'content-type': formType, ...asBearer(caller) },
          payload: `token=${caller.value}`,
        });
      await waitFor(async () => (await ask()).statusCode !== 200, { what: 'another answer' });
      const { statusCode, headers, body } = await ask();
      expect([statusCode, headers['retry-after']]).toEqual([503, '1']);
      expect(JSON.parse(body)).toMatchObject({ error: 'temporarily_unavailable' });
    } finally {
      await stale.stop();
    }
  });
});
