import type { DomainEvent } from '@keyledger/contracts';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { type KeyWishes, type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

const reason = { reason: 'leaked', comment: null } as const;
let verifier: SpecVerifier;
let acme: MintedKey;
let other: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  await verifier.caughtUp();
  acme = await verifier.createKey({ accountId: 'acme' });
  other = await verifier.createKey({ accountId: 'other' });
});

afterAll(async () => {
  await verifier.stop();
});

/** A key of `system` that the verifier has heard of. */
async function callerWith(wishes: KeyWishes): Promise<MintedKey> {
  const caller = await verifier.createKey({ accountId: 'system', ...wishes });
  await verifier.caughtUp();
  return caller;
}

async function askAs({ value }: Pick<MintedKey, 'value'>, question: object = { key: acme.value }) {
  return verifier.send(question, { authorization: `Bearer ${value}` });
}

async function changed(event: DomainEvent): Promise<void> {
  const minPosition = String(await verifier.record(event));
  expect((await verifier.ask({ key: acme.value, minPosition })).body.code).toBe('VALID');
}

describe('200', () => {
  it.each(['*:*', 'keyledger:*', 'keyledger:Verify'])(
    'to a key with %s, about any account',
    async (scope) => {
      const caller = await callerWith({ scopes: [scope] });
      expect((await askAs(caller)).body.code).toBe('VALID');
      expect((await askAs(caller, { key: other.value })).body.code).toBe('VALID');
    },
  );

  it.each(['keyledger@acme:Verify', 'keyledger@acme:*'])(
    'to a key with %s, to whom keys of other accounts are unknown',
    async (scope) => {
      const caller = await callerWith({ scopes: [scope, 'keyledger:read'] });
      expect((await askAs(caller)).body.code).toBe('VALID');
      expect((await askAs(caller, { key: other.value })).body).toMatchObject({
        ...{ code: 'UNKNOWN_KEY', keyId: null, account: null },
      });
      const asked = await askAs(caller, { key: other.value, account: 'other' });
      expect(asked.body.code).toBe('UNKNOWN_KEY');
    },
  );

  it('to a key with scopes on two accounts, about both', async () => {
    const caller = await callerWith({ scopes: ['keyledger@acme:Verify', 'keyledger@other:Verify'] });
    expect((await askAs(caller)).body.code).toBe('VALID');
    expect((await askAs(caller, { key: other.value })).body.code).toBe('VALID');
  });

  it('whatever the case of the scheme', async () => {
    const { value } = await callerWith({ scopes: ['keyledger:Verify'] });
    const { status } = await verifier.send({ key: acme.value }, { authorization: `bEARER ${value}` });
    expect(status).toBe(200);
  });
});

describe('401 to a stranger', () => {
  it.each([
    ['half an object', '{"key":', 'application/json'],
    ['no JSON', 'key=1', 'text/plain'],
    ['too much', `{"key":"${'x'.repeat(20_000)}"}`, 'application/json'],
    ['no question', '{}', 'application/json'],
  ])('whatever is in the body, which is not read: %s', async (_, body, type) => {
    const answer = await verifier.send(body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([401, 'MISSING_CREDENTIALS']);
  });
});

describe('401 MISSING_CREDENTIALS', () => {
  it('without an Authorization header', async () => {
    const { status, headers, body } = await verifier.send({ key: acme.value });
    expect(status).toBe(401);
    expect(body.code).toBe('MISSING_CREDENTIALS');
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('application/problem+json') as unknown,
      'www-authenticate': expect.stringContaining('Bearer') as unknown,
    });
  });
});

describe('401 INVALID_CREDENTIALS', () => {
  it.each([
    ['another scheme', 'Basic a2V5Og=='],
    ['no value', 'Bearer'],
    ['an empty value', 'Bearer '],
    ['a value that is no key', 'Bearer nonsense'],
    ['a value that nobody has', `Bearer ${unissuedValue()}`],
  ])('with %s', async (_, authorization) => {
    const { status, body } = await verifier.send({ key: acme.value }, { authorization });
    expect(status).toBe(401);
    expect(body.code).toBe('INVALID_CREDENTIALS');
  });

  it('with two Authorization headers, even of one key', async () => {
    const { value } = await callerWith({ scopes: ['keyledger:Verify'] });
    const answer = await answerTo({ Authorization: [`Bearer ${value}`, `Bearer ${value}`] });
    expect(answer).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } });
  });

  it('with a key that is not one of `system`, whatever it may do there', async () => {
    const caller = await verifier.createKey({ accountId: 'acme', scopes: ['*:*', 'keyledger:Verify'] });
    await verifier.caughtUp();
    const { status, body } = await askAs(caller);
    expect([status, body.code]).toEqual([401, 'INVALID_CREDENTIALS']);
  });

  it.each(['KeyRevoked', 'KeyDisabled'] as const)('with a key after %s', async (type) => {
    const caller = await callerWith({ scopes: ['keyledger:Verify'] });
    const { keyId, accountId } = caller;
    expect((await askAs(caller)).status).toBe(200);
    await changed({ type, data: { keyId, accountId, ...reason } });
    const { status, body } = await askAs(caller);
    expect([status, body.code]).toEqual([401, 'INVALID_CREDENTIALS']);
  });

  it('with a key past its expiry', async () => {
    const caller = await callerWith({ scopes: ['keyledger:Verify'], expiresAt: '2020-01-01T00:00:00.000Z' });
    const { status, body } = await askAs(caller);
    expect([status, body.code]).toEqual([401, 'INVALID_CREDENTIALS']);
  });
});

describe('403 ADDRESS_NOT_ALLOWED', () => {
  it('to a service key that is used from elsewhere', async () => {
    const ipAllowlist = { enforced: true, entries: ['192.0.2.1'] };
    const caller = await callerWith({ scopes: ['keyledger:Verify'], ipAllowlist });
    const { status, body } = await askAs(caller);
    expect([status, body.code]).toEqual([403, 'ADDRESS_NOT_ALLOWED']);
  });
});

describe('403 FORBIDDEN', () => {
  it('to an admin key without the operation Verify, naming what would do', async () => {
    const caller = await callerWith({ scopes: ['keyledger:read', 'keyledger@acme:GetKey'] });
    const { status, body } = await askAs(caller);
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'FORBIDDEN', sufficientScope: 'keyledger:Verify' });
  });
});

/** Over a connection: two header lines of one name are what injecting cannot send. */
async function answerTo(headers: OutgoingHttpHeaders): Promise<{ status?: number; body: unknown }> {
  const asked = request(`${verifier.running.address}/v1/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  });
  asked.end(JSON.stringify({ key: acme.value }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await json(response) };
}
