import { createTestDatabase, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorize } from './spec-authorize.js';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

let verifier: SpecVerifier;
let key: MintedKey;

beforeEach(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase(), { STALENESS_MAX_MS: '600' });
  await verifier.caughtUp();
  key = await verifier.createKey();
  await verdictBecomes('VALID');
});

afterEach(async () => {
  await verifier.stop();
});

async function verdictBecomes(code: string): Promise<void> {
  await waitFor(async () => (await verifier.ask({ key: key.value })).body.code === code, {
    what: `the verdict ${code}`,
  });
}

async function revoke(): Promise<string> {
  const { keyId, accountId } = key;
  const data = { keyId, accountId, reason: 'leaked', comment: null } as const;
  return String(await verifier.record({ type: 'KeyRevoked', data }));
}

describe.each(['cut', 'freeze'] as const)('a log that is out of reach (%s)', (fault) => {
  it('makes the verifier refuse, and be unready, until it can hear the log again', async () => {
    expect((await verifier.readiness()).status).toBe(200);
    verifier.link[fault]();
    await revoke();
    await verdictBecomes('STALE');
    const { status, body } = await verifier.ask({ key: key.value });
    expect(status).toBe(200);
    expect(body).toMatchObject({ valid: false, code: 'STALE', keyId: null, account: null, scope: null });
    expect(body.stalenessMs).toBeGreaterThanOrEqual(600);
    expect((await verifier.readiness()).status).toBe(503);

    verifier.link.restore();
    await verdictBecomes('KEY_REVOKED');
    expect((await verifier.readiness()).status).toBe(200);
  });
});

describe('an account that chose to be answered all the same', () => {
  it('is, by what was known last, and told so; others are refused', async () => {
    const accepting = await verifier.createKey({ accountId: 'globex' });
    await verifier.record({ type: 'AccountDescribed', data: { accountId: 'globex', whenStale: 'accept' } });
    await verifier.caughtUp();
    const question = { key: accepting.value, operation: 'orders:Create' };
    expect((await verifier.ask(question)).body).toMatchObject({ code: 'VALID', stale: false });
    const atGateway = () => authorize(verifier, 'globex', [`Authorization: Bearer ${accepting.value}`]);
    expect((await atGateway()).headers['x-keyledger-stale']).toBeUndefined();

    verifier.link.cut();
    await verdictBecomes('STALE');
    expect((await verifier.ask({ key: key.value })).body).toMatchObject({ code: 'STALE', stale: true });
    expect((await verifier.ask(question)).body).toMatchObject({
      ...{ valid: true, code: 'VALID', keyId: accepting.keyId, account: 'globex', stale: true },
    });
    const passed = await atGateway();
    expect([passed.status, passed.headers['x-keyledger-stale']]).toEqual([200, 'true']);
    const refused = await verifier.ask({ ...question, operation: 'orders:Delete' });
    expect(refused.body).toMatchObject({ code: 'INSUFFICIENT_SCOPE', stale: true });
    expect((await verifier.ask({ key: unissuedValue() })).body.code).toBe('STALE');
  });
});

describe('callers of a verifier that cannot hear the log', () => {
  it('are told STALE as a problem where their own key is not known', async () => {
    verifier.link.cut();
    await verdictBecomes('STALE');
    const caller = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    const answer = await verifier.send({ key: key.value }, { authorization: `Bearer ${caller.value}` });
    expect([answer.status, answer.body.code]).toEqual([503, 'STALE']);
    expect(answer.headers['retry-after']).toBe('1');
  });
});

describe('minPosition', () => {
  it('is answered STALE when the index does not get there in time', async () => {
    verifier.link.freeze();
    const minPosition = await revoke();
    const { status, body } = await verifier.ask({ key: key.value, minPosition });
    expect([status, body.code]).toEqual([200, 'STALE']);
  });

  it('is waited for', async () => {
    const minPosition = await revoke();
    const { body } = await verifier.ask({ key: key.value, minPosition });
    expect(body).toMatchObject({ code: 'KEY_REVOKED', asOf: minPosition });
  });
});
