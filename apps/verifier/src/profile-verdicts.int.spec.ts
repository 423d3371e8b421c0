import type { DomainEvent } from '@keyledger/contracts';
import { mintKeyId, profileOf } from '@keyledger/domain';
import { createTestDatabase } from '@keyledger/testing';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountEmail, createKnownKey, heard, openAccount } from './spec-authorize.js';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

/** Verdicts that depend on the account's profile or on rotation. */
const [idAndSecret] = profileOf('id-and-secret').formats;
const token = profileOf('tagged-keys').formats.find(({ kind }) => kind === 'token') ?? idAndSecret;
const nobody = { valid: false, keyId: null, account: null, scope: null };
let verifier: SpecVerifier;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  await openAccount(verifier, 'practice', { profile: 'id-and-secret' });
  await openAccount(verifier, 'telco', { profile: 'tagged-keys' });
  await openAccount(verifier, 'acme');
});

afterAll(async () => {
  await verifier.stop();
});

const ask = async (question: object) => (await verifier.ask(question)).body;

describe('XD-2 over POST /v1/verify', () => {
  let key: MintedKey;

  beforeAll(async () => {
    key = await createKnownKey(verifier, { accountId: 'practice', profile: 'id-and-secret' });
  });

  it('XD-1: KeyId.Secret is VALID', async () => {
    expect(await ask({ key: key.value })).toMatchObject({ valid: true, code: 'VALID', keyId: key.keyId });
  });

  it('XD-2: the id alone is SECRET_REQUIRED, whether there is such a key or not', async () => {
    const unknown = mintKeyId((count) => randomBytes(count));
    for (const value of [key.keyId, `${key.keyId}.`, unknown]) {
      expect(await ask({ key: value })).toMatchObject({ ...nobody, code: 'SECRET_REQUIRED' });
    }
  });

  it('XD-2: a wrong secret is INVALID_SECRET, and attributed to the key', async () => {
    const wrong = `${key.keyId}.${unissuedValue(idAndSecret).split('.')[1] ?? ''}`;
    for (const value of [wrong, key.value.slice(0, -1), `${key.value}x`]) {
      const verdict = await ask({ key: value });
      expect(verdict).toMatchObject({ valid: false, code: 'INVALID_SECRET', keyId: key.keyId });
    }
    const events = (await verifier.requestEvents()).filter(({ keyId }) => keyId === key.keyId);
    expect(events.filter(({ code }) => code === 'INVALID_SECRET')).toHaveLength(3);
    expect(JSON.stringify(events)).not.toContain(wrong.slice(-20));
  });

  it('XD-2: another’s id with a wrong secret is UNKNOWN_KEY where the account is asked about', async () => {
    const wrong = `${key.keyId}.${unissuedValue(idAndSecret).split('.')[1] ?? ''}`;
    expect(await ask({ key: wrong, account: 'acme' })).toMatchObject({ ...nobody, code: 'UNKNOWN_KEY' });
  });

  it('XD-3: a revoked key is not told from one that never was by its id alone', async () => {
    const gone = await createKnownKey(verifier, { accountId: 'practice', profile: 'id-and-secret' });
    const { keyId, accountId } = gone;
    const reason = { reason: 'policy', comment: null } as const;
    await heard(verifier, { type: 'KeyRevoked', data: { keyId, accountId, ...reason } });
    const wrong = `${keyId}.${unissuedValue(idAndSecret).split('.')[1] ?? ''}`;
    expect(await ask({ key: wrong })).toMatchObject({ ...nobody, code: 'UNKNOWN_KEY' });
    expect(await ask({ key: key.value })).toMatchObject({ code: 'VALID' });
  });
});

describe('TX-6 over POST /v1/verify', () => {
  it.each([
    ['the account’s address', accountEmail, 'VALID'],
    ['the same in other case', accountEmail.toUpperCase(), 'VALID'],
    ['another address', 'other@example.test', 'UNKNOWN_KEY'],
    ['an empty one', '', 'UNKNOWN_KEY'],
    ['none', undefined, 'UNKNOWN_KEY'],
  ])('TX-6: a token with %s', async (_, user, code) => {
    const { value } = await createKnownKey(verifier, {
      ...{ accountId: 'telco', profile: 'tagged-keys', format: token },
    });
    expect(await ask({ key: value, user })).toMatchObject({ valid: code === 'VALID', code });
  });

  it('TX-6: the address of today counts, and no token works where there is none', async () => {
    const { value } = await createKnownKey(verifier, {
      ...{ accountId: 'telco', profile: 'tagged-keys', format: token },
    });
    const changed = async (email: string | null) => {
      await heard(verifier, { type: 'AccountDescribed', data: { accountId: 'telco', email } });
    };
    await changed('new@example.test');
    expect((await ask({ key: value, user: accountEmail })).code).toBe('UNKNOWN_KEY');
    expect((await ask({ key: value, user: 'new@example.test' })).code).toBe('VALID');
    await changed(null);
    expect((await ask({ key: value, user: 'new@example.test' })).code).toBe('UNKNOWN_KEY');
    await changed(accountEmail);
  });

  it('TX-1: a key needs nobody’s address', async () => {
    const { value } = await createKnownKey(verifier, { accountId: 'telco', profile: 'tagged-keys' });
    expect((await ask({ key: value })).code).toBe('VALID');
    expect((await ask({ key: value, user: 'whoever' })).code).toBe('VALID');
  });
});

describe('XN-9 over POST /v1/verify', () => {
  const identityOf = ({ keyId, accountId }: MintedKey) => ({ keyId, accountId });
  const rotated = (key: MintedKey, successorId: string, endsAt: string): DomainEvent => ({
    type: 'KeyRotated',
    data: { ...identityOf(key), successorId, overlap: { kind: 'fixed', endsAt } },
  });

  it('XN-9: both keys work while they overlap; the old one is KEY_ROTATED from its end on', async () => {
    const [old, successor] = [await createKnownKey(verifier, {}), await createKnownKey(verifier, {})];
    await heard(verifier, rotated(old, successor.keyId, '2999-01-01T00:00:00.000Z'));
    expect((await ask({ key: old.value })).code).toBe('VALID');
    await heard(verifier, {
      type: 'RotationCompleted',
      data: { ...identityOf(old), successorId: successor.keyId, because: 'cut-short' },
    });
    expect(await ask({ key: old.value })).toMatchObject({ code: 'KEY_ROTATED', keyId: old.keyId });
    expect((await ask({ key: successor.value })).code).toBe('VALID');
  });

  it('XN-9: the verifier’s own clock ends the overlap, and each refused use is attributed to the old key', async () => {
    const [old, successor] = [await createKnownKey(verifier, {}), await createKnownKey(verifier, {})];
    await heard(verifier, rotated(old, successor.keyId, '2026-01-01T00:00:00.000Z'));
    const clientAddress = '192.0.2.9';
    expect((await ask({ key: old.value, clientAddress })).code).toBe('KEY_ROTATED');
    const events = (await verifier.requestEvents()).filter(({ keyId }) => keyId === old.keyId);
    expect(events).toMatchObject([{ code: 'KEY_ROTATED', clientAddress }]);
  });
});
