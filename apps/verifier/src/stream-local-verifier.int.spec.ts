import type { DomainEvent } from '@keyledger/contracts';
import { LocalVerifier } from '@keyledger/sdk';
import { type Link, createTestDatabase, openLink, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

let verifier: SpecVerifier;
/** Between the customer's process and the verifier. */
let link: Link;
let service: MintedKey;
let local: LocalVerifier;
let key: MintedKey;

beforeEach(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase(), { STALENESS_MAX_MS: '600' });
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger@acme:Verify'] });
  key = await verifier.createKey();
  await verifier.caughtUp();
  link = await openLink(verifier.running.address);
  local = new LocalVerifier({ url: link.url, key: service.value, stalenessMaxMs: 2_000, timeoutMs: 500 });
  local.start();
  await becomes(key, 'VALID');
});

afterEach(async () => {
  await local.stop();
  await link.close();
  await verifier.stop();
});

async function code({ value }: MintedKey, more: object = {}): Promise<string> {
  return (await local.verify({ key: value, ...more })).code;
}

async function becomes(of: MintedKey, wanted: string): Promise<void> {
  await waitFor(async () => (await code(of)) === wanted, { what: `the verdict ${wanted}` });
}

function revocation({ keyId, accountId }: MintedKey): DomainEvent {
  return { type: 'KeyRevoked', data: { keyId, accountId, reason: 'leaked', comment: null } };
}

describe('a local verifier', () => {
  it('answers as verifiers do', async () => {
    for (const question of [
      { key: key.value, operation: 'orders:Create', clientAddress: '192.0.2.1' },
      { key: key.value, operation: 'orders:Cancel' },
      { key: key.value, account: 'other' },
      { key: 'nonsense' },
    ]) {
      const { stalenessMs, ...answer } = await local.verify(question);
      expect((await verifier.ask(question)).body).toMatchObject(answer);
      expect(stalenessMs).toBeLessThanOrEqual(2_000);
    }
  });

  it('hears of what happens, and waits for a position that is asked for', async () => {
    const added = await verifier.createKey();
    await becomes(added, 'VALID');
    const minPosition = String(await verifier.record(revocation(added)));
    expect(await code(added, { minPosition })).toBe('KEY_REVOKED');
    expect(await code(added, { minPosition: String(BigInt(minPosition) + 1n) })).toBe('STALE');
  });

  it('has keys with limits counted where all are', async () => {
    const window = { kind: 'fixed', requests: 3, window: 'P1D' } as const;
    const limited = await verifier.createKey({ limits: [{ name: 'day', ...window }] });
    const last = await verifier.createKey();
    await becomes(last, 'VALID'); // so that the other has been heard of too
    expect([await code(limited), (await verifier.ask({ key: limited.value })).body.code]).toEqual([
      'VALID',
      'VALID',
    ]);
    expect(await local.verify({ key: limited.value })).toMatchObject({
      valid: true,
      limits: [{ remaining: 0 }],
    });
    expect(await code(limited)).toBe('RATE_LIMITED');
    link.cut();
    await expect(local.verify({ key: limited.value })).rejects.toThrow('Keyledger gave no answer.');
  });

  it('knows nothing of accounts that its service key may not ask about', async () => {
    const other = await verifier.createKey({ accountId: 'other' });
    const later = await verifier.createKey();
    await becomes(later, 'VALID');
    expect(await code(other)).toBe('UNKNOWN_KEY');
  });

  it('starts over when its service key may see other accounts, and does not answer about lost ones', async () => {
    const other = await verifier.createKey({ accountId: 'other' });
    const { keyId, accountId } = service;
    const previousScopes = ['keyledger@acme:Verify'];
    const scopes = ['keyledger@other:Verify'];
    await verifier.record({ type: 'ScopesChanged', data: { keyId, accountId, scopes, previousScopes } });
    await becomes(other, 'VALID');
    expect(await code(key)).toBe('UNKNOWN_KEY');
  });

  it('refuses within the bound when its service key is revoked', async () => {
    await verifier.record(revocation(service));
    await becomes(key, 'STALE');
  });
});

describe.each(['cut', 'freeze'] as const)('a local verifier that is out of reach (%s)', (fault) => {
  it('refuses, and goes on afterwards where it was', async () => {
    const revoked = await verifier.createKey();
    await becomes(revoked, 'VALID');
    link[fault]();
    await verifier.record(revocation(revoked));
    const added = await verifier.createKey();
    await becomes(key, 'STALE');
    expect(local.isReady).toBe(false);
    link.restore();
    await becomes(key, 'VALID');
    expect(await code(revoked)).toBe('KEY_REVOKED');
    expect(await code(added)).toBe('VALID');
  });
});

describe('a local verifier of an account that is answered by stale verifiers', () => {
  it('refuses all the same', async () => {
    const data = { accountId: 'acme', whenStale: 'accept' } as const;
    const minPosition = String(await verifier.record({ type: 'AccountDescribed', data }));
    expect(await code(key, { minPosition })).toBe('VALID');
    link.cut();
    await becomes(key, 'STALE');
  });
});

describe('a local verifier of a verifier that cannot hear the log', () => {
  it('refuses like it', async () => {
    verifier.link.cut();
    await becomes(key, 'STALE');
    verifier.link.restore();
    await becomes(key, 'VALID');
  });
});
