import type { DomainEvent } from '@keyledger/contracts';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KeyWishes, type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

const reason = { reason: 'leaked', comment: null } as const;
let verifier: SpecVerifier;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

function refusal(code: string, { keyId, accountId }: MintedKey): object {
  return { valid: false, code, keyId, account: accountId, scope: null };
}

/** Asks as of what has just been recorded. */
async function askAfter(events: readonly DomainEvent[], question: object) {
  const minPosition = String(await verifier.record(...events));
  const { status, body } = await verifier.ask({ ...question, minPosition });
  expect(status).toBe(200);
  expect(BigInt(body.asOf)).toBeGreaterThanOrEqual(BigInt(minPosition));
  return body;
}

/** A change of nothing, so that there is a position to wait for. */
function described({ keyId, accountId }: MintedKey): DomainEvent {
  return { type: 'KeyDescribed', data: { keyId, accountId, name: 'described' } };
}

async function askAbout(wishes: KeyWishes, question: object = {}) {
  const key = await verifier.createKey(wishes);
  const body = await askAfter([described(key)], { key: key.value, ...question });
  return { key, body };
}

describe('VALID', () => {
  it('names key, account, deciding scope, position and staleness', async () => {
    const scopes = ['orders:*', 'orders:Create'];
    const { key, body } = await askAbout({ scopes }, { operation: 'orders:Create' });
    expect(body).toEqual({
      ...{ valid: true, code: 'VALID', keyId: key.keyId, account: 'acme', scope: 'orders:*' },
      asOf: expect.stringMatching(/^\d+$/) as unknown,
      stale: false,
      stalenessMs: expect.any(Number) as unknown,
    });
    expect(Number.isInteger(body.stalenessMs)).toBe(true);
  });

  it('needs no operation', async () => {
    const { body } = await askAbout({});
    expect(body).toMatchObject({ valid: true, code: 'VALID', scope: null });
  });

  it('is the verdict for an address on the list', async () => {
    const ipAllowlist = { enforced: true, entries: ['2001:db8::/32', '10.0.0.0/8'] };
    const { body } = await askAbout({ ipAllowlist }, { clientAddress: '::ffff:10.9.8.7' });
    expect(body).toMatchObject({ valid: true, code: 'VALID' });
  });
});

describe('MALFORMED_KEY', () => {
  it.each([
    ['nothing', ''],
    ['other text', 'nonsense'],
    ['a wrong checksum', `kl_live_${'0'.repeat(33)}`],
    ['what is far too long', 'x'.repeat(5_000)],
  ])('answers %s', async (_, key) => {
    const { status, body } = await verifier.ask({ key });
    expect(status).toBe(200);
    expect(body).toMatchObject({ valid: false, code: 'MALFORMED_KEY', keyId: null, account: null });
  });
});

describe('UNKNOWN_KEY', () => {
  it('answers a key that was never issued', async () => {
    const { body } = await verifier.ask({ key: unissuedValue() });
    expect(body).toMatchObject({
      valid: false,
      code: 'UNKNOWN_KEY',
      keyId: null,
      account: null,
      scope: null,
    });
  });

  it('answers a key of another account than was asked about', async () => {
    const { body } = await askAbout({}, { account: 'other' });
    expect(body).toMatchObject({ valid: false, code: 'UNKNOWN_KEY', keyId: null, account: null });
  });
});

describe('KEY_REVOKED', () => {
  it('is the verdict as of the revocation', async () => {
    const { key, body } = await askAbout({});
    expect(body.code).toBe('VALID');
    const { keyId, accountId } = key;
    const revoked: DomainEvent = { type: 'KeyRevoked', data: { keyId, accountId, ...reason } };
    expect(await askAfter([revoked], { key: key.value })).toMatchObject(refusal('KEY_REVOKED', key));
  });
});

describe('KEY_EXPIRED', () => {
  it('is the verdict past the expiry', async () => {
    const { key, body } = await askAbout({ expiresAt: '2020-01-01T00:00:00.000Z' });
    expect(body).toMatchObject(refusal('KEY_EXPIRED', key));
  });
});

describe('KEY_DISABLED', () => {
  it('is the verdict until the key is enabled again', async () => {
    const { key } = await askAbout({});
    const { keyId, accountId } = key;
    const disabled: DomainEvent = { type: 'KeyDisabled', data: { keyId, accountId, ...reason } };
    const enabled: DomainEvent = { type: 'KeyEnabled', data: { keyId, accountId, comment: null } };
    expect(await askAfter([disabled], { key: key.value })).toMatchObject(refusal('KEY_DISABLED', key));
    expect(await askAfter([enabled], { key: key.value })).toMatchObject({ code: 'VALID' });
  });
});

describe('API_ACCESS_DISABLED', () => {
  it('is the verdict on every key of the account and on no other', async () => {
    const { key } = await askAbout({ accountId: 'closed' });
    const { key: other } = await askAbout({});
    const off: DomainEvent = { type: 'ApiAccessDisabled', data: { accountId: 'closed', ...reason } };
    expect(await askAfter([off], { key: key.value })).toMatchObject(refusal('API_ACCESS_DISABLED', key));
    expect(await askAfter([], { key: other.value })).toMatchObject({ code: 'VALID' });
  });
});

describe('ADDRESS_NOT_ALLOWED', () => {
  const ipAllowlist = { enforced: true, entries: ['10.0.0.0/8'] };

  it.each([{ clientAddress: '192.0.2.1' }, { clientAddress: '2001:db8::1' }, {}])(
    'is the verdict for %p',
    async (question) => {
      const { key, body } = await askAbout({ ipAllowlist }, question);
      expect(body).toMatchObject(refusal('ADDRESS_NOT_ALLOWED', key));
    },
  );
});

describe('INSUFFICIENT_SCOPE', () => {
  it('is the verdict when no scope allows the operation', async () => {
    const { key, body } = await askAbout({ scopes: ['orders:Create'] }, { operation: 'orders:Cancel' });
    expect(body).toMatchObject(refusal('INSUFFICIENT_SCOPE', key));
  });

  it('is the verdict from the moment that the scopes were cut', async () => {
    const { key } = await askAbout({ scopes: ['orders:*'] });
    const { keyId, accountId } = key;
    const cut: DomainEvent = {
      type: 'ScopesChanged',
      data: { keyId, accountId, scopes: ['invoices:*'], previousScopes: ['orders:*'] },
    };
    const question = { key: key.value, operation: 'orders:Create' };
    expect(await askAfter([cut], question)).toMatchObject(refusal('INSUFFICIENT_SCOPE', key));
  });
});

describe('request events', () => {
  it('tell of each verdict on a known key, and never of an unknown one', async () => {
    const { key } = await askAbout(
      {},
      {
        ...{ operation: 'orders:Create', clientAddress: '192.0.2.7' },
        userAgent: `orders/1.0 Bearer ${unissuedValue()} ${'x'.repeat(300)}`,
      },
    );
    await verifier.ask({ key: unissuedValue() });
    await verifier.ask({ key: key.value, operation: 'orders:Cancel' });
    const events = (await verifier.requestEvents()).filter(({ keyId }) => keyId === key.keyId);
    expect(events).toMatchObject([
      {
        ...{ accountId: 'acme', operation: 'orders:Create', code: 'VALID', clientAddress: '192.0.2.7' },
        ...{ userAgent: expect.stringMatching(/^orders\/1.0 .*\*\*\* x+$/) as unknown },
        verifier: expect.stringMatching(/:0#\d+$/) as unknown,
      },
      {
        ...{ accountId: 'acme', operation: 'orders:Cancel', code: 'INSUFFICIENT_SCOPE' },
        ...{ clientAddress: null, userAgent: null },
      },
    ]);
    expect(new Set(events.map(({ producer }) => producer)).size).toBe(1);
    expect(events[1]?.sequence).toBeGreaterThan(events[0]?.sequence ?? Infinity);
    expect(events[0]?.userAgent).toHaveLength(200);
    expect(JSON.stringify(events)).not.toContain(key.value);
  });

  it('tell of unknown keys how many there were, by network and account', async () => {
    await verifier.record({
      type: 'AccountOpened',
      data: { accountId: 'probed', name: 'Probed', profile: 'keyledger', email: null },
    });
    await verifier.caughtUp();
    for (const account of ['probed', 'probed', 'nobody']) {
      await verifier.ask({ key: unissuedValue(), account, clientAddress: '203.0.113.9' });
    }
    await verifier.ask({ key: 'no key', clientAddress: '203.0.113.77' });
    const counts = (await verifier.unknownKeys()).filter(({ network }) => network === '203.0.113.0/24');
    const sums = new Map<string | null, number>();
    for (const { accountId, requests } of counts) sums.set(accountId, (sums.get(accountId) ?? 0) + requests);
    expect(sums).toEqual(
      new Map([
        ['probed', 2],
        [null, 2],
      ]),
    );
  });
});

describe('metrics', () => {
  it('count verdicts by code and show the index, without naming any key', async () => {
    const { key } = await askAbout({});
    const text = await verifier.metrics();
    expect(text).toMatch(/keyledger_verdicts_total\{code="VALID",app="verifier"\} [1-9]/);
    expect(text).toMatch(/keyledger_verification_keys\{app="verifier"\} [1-9]/);
    expect(text).toMatch(/keyledger_request_events_dropped_total\{reason="spool-full",app="verifier"\} 0/);
    expect(text).not.toContain(key.value);
    expect(text).not.toContain(key.keyId);
  });
});
