import type { DomainEvent } from '@keyledger/contracts';
import { type Denial, profileOf } from '@keyledger/domain';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  authorize,
  carry,
  catalogueOf,
  createKnownKey,
  dressCases,
  dressed,
  heard,
  openAccount,
  told,
} from './spec-authorize.js';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

let verifier: SpecVerifier;

beforeAll(async () => {
  const environment = { TRUSTED_PROXIES: '127.0.0.1,10.9.0.0/16' };
  verifier = await SpecVerifier.start(await createTestDatabase(), environment);
});

afterAll(async () => {
  await verifier.stop();
});

const reason = { reason: 'policy', comment: null } as const;
const past = '2026-01-01T00:00:00.000Z';
const open = { enforced: false, entries: [] };

/** What makes a good key one that is refused, and the code of that. */
const endings: readonly (readonly [Denial['code'], (key: MintedKey) => DomainEvent])[] = [
  ['KEY_REVOKED', ({ keyId, accountId }) => ({ type: 'KeyRevoked', data: { keyId, accountId, ...reason } })],
  [
    'KEY_DISABLED',
    ({ keyId, accountId }) => ({ type: 'KeyDisabled', data: { keyId, accountId, ...reason } }),
  ],
  [
    'KEY_EXPIRED',
    ({ keyId, accountId }) => ({
      type: 'ExpiryChanged',
      data: { keyId, accountId, expiresAt: past, previousExpiresAt: null },
    }),
  ],
  [
    'KEY_ROTATED',
    ({ keyId, accountId }) => ({
      type: 'KeyRotated',
      data: {
        keyId,
        accountId,
        successorId: `${keyId.slice(0, -1)}0`,
        overlap: { kind: 'fixed', endsAt: past },
      },
    }),
  ],
  [
    'ADDRESS_NOT_ALLOWED',
    ({ keyId, accountId }) => ({
      type: 'IpAllowlistUpdated',
      data: { keyId, accountId, enforced: true, entries: ['192.0.2.0/24', '2001:db8::/32'], previous: open },
    }),
  ],
];

describe.each(dressCases)('a key of $name that does not do', ({ name, profile, format }) => {
  const account = name.replace(', ', '-');
  const wishes = { accountId: account, profile, format };

  beforeAll(async () => {
    await openAccount(verifier, account, { profile, catalogue: catalogueOf(['orders:List', 'read']) });
  });

  it.each(endings)('is answered in the profile’s dress: %s', async (code, ending) => {
    const key = await createKnownKey(verifier, wishes);
    const lines = carry(format, key.value);
    expect((await authorize(verifier, account, lines)).status).toBe(200);
    await heard(verifier, ending(key));
    expect(told(await authorize(verifier, account, lines))).toEqual(dressed(verifier, profile, code));
  });

  it('XN-6: is told the least permission that would have sufficed', async () => {
    const { value } = await createKnownKey(verifier, { ...wishes, scopes: ['messaging:SMS'] });
    const answer = await authorize(verifier, `${account}?operation=orders:List`, carry(format, value));
    const sufficient = profile === 'permission-levels' ? 'Read Only' : 'orders:List';
    expect(told(answer)).toEqual(dressed(verifier, profile, 'INSUFFICIENT_SCOPE', { sufficient }));
  });

  it('XD-4: is refused for the company’s switch as fast as for a revocation, and let in again', async () => {
    const { value } = await createKnownKey(verifier, wishes);
    const lines = carry(format, value);
    await heard(verifier, { type: 'ApiAccessDisabled', data: { accountId: account, ...reason } });
    expect(told(await authorize(verifier, account, lines))).toEqual(
      dressed(verifier, profile, 'API_ACCESS_DISABLED'),
    );
    await heard(verifier, { type: 'ApiAccessEnabled', data: { accountId: account, comment: null } });
    expect((await authorize(verifier, account, lines)).status).toBe(200);
  });
});

describe('the address of the client', () => {
  const account = 'practice';
  const [format] = profileOf('id-and-secret').formats;
  let lines: readonly string[];
  let key: MintedKey;

  beforeAll(async () => {
    await openAccount(verifier, account, { profile: 'id-and-secret' });
    key = await createKnownKey(verifier, { accountId: account, profile: 'id-and-secret' });
    lines = carry(format, key.value);
  });

  const rules = (enforced: boolean, ...entries: readonly string[]) =>
    heard(verifier, {
      type: 'IpAllowlistUpdated',
      data: { keyId: key.keyId, accountId: account, enforced, entries, previous: open },
    });
  const from = (forwardedFor: string) =>
    authorize(verifier, account, [...lines, `X-Forwarded-For: ${forwardedFor}`]);

  it.each([
    ['192.0.2.7', true],
    ['192.0.2.7, 10.9.1.1', true],
    ['203.0.113.9, 192.0.2.7, 10.9.1.1, 10.9.1.2', true],
    ['::ffff:192.0.2.7', true],
    ['2001:db8::1', true],
    ['198.51.100.1', false],
    ['192.0.2.7, 198.51.100.1', false],
    ['192.0.2.7, 198.51.100.1, 10.9.1.1', false],
    ['192.0.2.7, nonsense', false],
    ['nonsense', false],
    ['192.0.2.7:443', false],
  ])('XD-5: is the last that no trusted proxy has: X-Forwarded-For: %s', async (forwardedFor, allowed) => {
    await rules(true, '192.0.2.0/24', '2001:db8::/32');
    const answer = await from(forwardedFor);
    if (allowed) expect(answer.status).toBe(200);
    else expect(told(answer)).toEqual(dressed(verifier, 'id-and-secret', 'ADDRESS_NOT_ALLOWED'));
  });

  it('XD-5, XD-6: a list counts from its first entry on, and only while it is switched on', async () => {
    const outside = '198.51.100.1';
    await rules(true);
    expect((await from(outside)).status).toBe(200);
    await rules(true, '192.0.2.1');
    expect((await from(outside)).status).toBe(403);
    expect((await from('192.0.2.1')).status).toBe(200);
    await rules(false, '192.0.2.1');
    expect((await from(outside)).status).toBe(200);
    await rules(true, '192.0.2.1', outside);
    expect((await from(outside)).status).toBe(200);
    await rules(true);
    expect((await from('203.0.113.1')).status).toBe(200);
  });

  it('is recorded where it is an address, and nothing else that was forwarded', async () => {
    await rules(false);
    await from('192.0.2.77');
    await from(`kl_live_${'a'.repeat(33)}`);
    const events = (await verifier.requestEvents()).filter(({ keyId }) => keyId === key.keyId);
    expect(events.slice(-2).map(({ clientAddress }) => clientAddress)).toEqual(['192.0.2.77', null]);
  });
});
