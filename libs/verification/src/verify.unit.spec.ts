import type { DomainEvent, VerificationKeyRow } from '@keyledger/contracts';
import { mintKey } from '@keyledger/domain';
import { describe, expect, it } from '@jest/globals';
import { digestOfName, indexOf, keyCreated, keyRevoked } from './spec-ledger.js';
import type { Verdict } from './verdict.js';
import { type VerificationQuestion, checkKey, verify } from './verify.js';

const now = Date.parse('2026-06-01T12:00:00.000Z');
const identity = { keyId: 'key_k', accountId: 'acme' } as const;
const reason = { reason: 'leaked', comment: null } as const;

const disabled: DomainEvent = { type: 'KeyDisabled', data: { ...identity, ...reason } };
const enabled: DomainEvent = { type: 'KeyEnabled', data: { ...identity, comment: null } };
const accessOff: DomainEvent = { type: 'ApiAccessDisabled', data: { accountId: 'acme', ...reason } };
const accessOn: DomainEvent = { type: 'ApiAccessEnabled', data: { accountId: 'acme', comment: null } };
const revoked = keyRevoked('k');
const expired: DomainEvent = {
  type: 'ExpiryChanged',
  data: { ...identity, expiresAt: '2026-06-01T12:00:00.000Z', previousExpiresAt: null },
};
const officeOnly: DomainEvent = {
  type: 'IpAllowlistUpdated',
  data: {
    ...identity,
    enforced: true,
    entries: ['10.0.0.0/8', '2001:db8::/32'],
    previous: { enforced: false, entries: [] },
  },
};
const scopesCut: DomainEvent = {
  type: 'ScopesChanged',
  data: { ...identity, scopes: ['invoices:*'], previousScopes: ['orders:Create'] },
};
const created = (changes: Partial<VerificationKeyRow> = {}): DomainEvent => keyCreated('k', changes);

function given(...events: DomainEvent[]) {
  return {
    whenAsked: (question: Partial<VerificationQuestion> = {}): Verdict =>
      verify(
        indexOf(events),
        {
          digest: digestOfName('k').key,
          operation: 'orders:Create',
          clientAddress: '10.1.2.3',
          accountId: null,
          ...question,
        },
        now,
      ),
  };
}

const refusal = (code: string): object => ({ valid: false, code, ...identity, scope: null });
const nobody = (code: string): object => ({ valid: false, code, keyId: null, accountId: null, scope: null });

describe('VALID', () => {
  it('names the key, its account and the scope that decided', () => {
    expect(given(created()).whenAsked()).toEqual({
      ...{ valid: true, code: 'VALID', scope: 'orders:Create' },
      ...identity,
    });
  });

  it('names the widest of the scopes that allow the operation', () => {
    const scopes = ['orders:Create', 'orders:*'];
    expect(given(created({ scopes })).whenAsked()).toMatchObject({ valid: true, scope: 'orders:*' });
  });

  it('has no deciding scope where no operation was asked about', () => {
    expect(given(created()).whenAsked({ operation: null })).toMatchObject({ valid: true, scope: null });
  });

  it('comes back when a key is enabled again', () => {
    expect(given(created(), disabled, enabled).whenAsked()).toMatchObject({ code: 'VALID' });
  });

  it('comes back when access of the account is switched on again', () => {
    expect(given(created(), accessOff, accessOn).whenAsked()).toMatchObject({ code: 'VALID' });
  });

  it('holds up to the last millisecond before the expiry', () => {
    const expiresAt = '2026-06-01T12:00:00.001Z';
    expect(given(created({ expiresAt })).whenAsked()).toMatchObject({ code: 'VALID' });
  });

  it('does not ask for an address while the list is on but empty (XD-5)', () => {
    const ipAllowlist = { enforced: true, entries: [] };
    expect(given(created({ ipAllowlist })).whenAsked({ clientAddress: null })).toMatchObject({ valid: true });
  });

  it('does not ask for an address while the list is off', () => {
    const ipAllowlist = { enforced: false, entries: ['192.0.2.1'] };
    expect(given(created({ ipAllowlist })).whenAsked()).toMatchObject({ valid: true });
  });

  it.each(['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1'])(
    'admits %s, which is on the list',
    (clientAddress) => {
      expect(given(created(), officeOnly).whenAsked({ clientAddress })).toMatchObject({ valid: true });
    },
  );

  it('covers read operations by the virtual scope in account `system`, whose catalogue is known (WX-4)', () => {
    const index = given(created({ accountId: 'system', scopes: ['keyledger:read'] }));
    expect(index.whenAsked({ operation: 'keyledger:GetKey' })).toMatchObject({ scope: 'keyledger:read' });
    expect(index.whenAsked({ operation: 'keyledger@acme:GetKey' })).toMatchObject({
      scope: 'keyledger:read',
    });
    expect(index.whenAsked({ operation: 'keyledger:Verify' })).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
  });

  it('lets an admin of one account act on that account only', () => {
    const index = given(created({ accountId: 'system', scopes: ['keyledger@acme:*'] }));
    expect(index.whenAsked({ operation: 'keyledger@acme:RevokeKey' })).toMatchObject({ valid: true });
    expect(index.whenAsked({ operation: 'keyledger@other:RevokeKey' })).toMatchObject({ valid: false });
    expect(index.whenAsked({ operation: 'keyledger:RevokeKey' })).toMatchObject({ valid: false });
  });
});

describe('MALFORMED_KEY', () => {
  it('answers a question without a digest', () => {
    expect(given(created()).whenAsked({ digest: null })).toEqual(nobody('MALFORMED_KEY'));
  });

  it.each([
    ['nothing', ''],
    ['a prefix', 'kl_live_'],
    ['a wrong checksum', `kl_live_${'0'.repeat(33)}`],
    ['another prefix', `kl_prod_${'0'.repeat(33)}`],
    ['characters of more than one byte', 'é'.repeat(41)],
    ['far too much', 'x'.repeat(10_000)],
  ])('answers %s', (_, key) => {
    const question = { key, user: null, operation: null, clientAddress: null, accountId: null };
    expect(checkKey(indexOf([created()]), question, now, () => 'nobody')).toEqual(nobody('MALFORMED_KEY'));
  });

  it('answers what has not the length of a key without hashing it', () => {
    const question = {
      key: 'x'.repeat(10_000),
      user: null,
      operation: null,
      clientAddress: null,
      accountId: null,
    };
    const digestOf = (): never => {
      throw new Error('Hashed.');
    };
    expect(checkKey(indexOf([created()]), question, now, digestOf)).toEqual(nobody('MALFORMED_KEY'));
  });
});

describe('UNKNOWN_KEY', () => {
  it('answers a digest that no key has', () => {
    expect(given(created()).whenAsked({ digest: digestOfName('other').key })).toEqual(nobody('UNKNOWN_KEY'));
  });

  it('answers a well-formed value that no key has', () => {
    const key = mintKey({ mode: 'live', randomBytes: (count) => new Uint8Array(count).fill(7) });
    const question = { key, user: null, operation: null, clientAddress: null, accountId: null };
    expect(checkKey(indexOf([created()]), question, now, () => 'elsewhere')).toEqual(nobody('UNKNOWN_KEY'));
  });

  it('answers for a key of another account, whatever its status, and tells nothing of it', () => {
    expect(given(created()).whenAsked({ accountId: 'other' })).toEqual(nobody('UNKNOWN_KEY'));
    expect(given(created(), revoked).whenAsked({ accountId: 'other' })).toEqual(nobody('UNKNOWN_KEY'));
  });

  it('answers an imported key of another account, which may be any text, as that text of nobody', () => {
    const index = indexOf([created()]);
    const ask = (key: string, accountId: string) =>
      checkKey(index, { key, user: null, operation: null, clientAddress: null, accountId }, now, (value) =>
        value === 'imported' ? digestOfName('k').key : digestOfName(value).key,
      );
    expect(ask('imported', 'acme')).toMatchObject({ code: 'VALID' });
    expect(ask('imported', 'other')).toEqual(ask('imported by nobody', 'other'));
  });
});

/** In the order of precedence: each comes with all that follow it and still decides. */
const restrictions: readonly (readonly [string, DomainEvent])[] = [
  ['KEY_REVOKED', revoked],
  ['KEY_EXPIRED', expired],
  ['KEY_DISABLED', disabled],
  ['API_ACCESS_DISABLED', accessOff],
  ['ADDRESS_NOT_ALLOWED', officeOnly],
  ['INSUFFICIENT_SCOPE', scopesCut],
];

describe.each(restrictions.map(([code, event], at) => ({ code, event, at })))(
  '$code',
  ({ code, event, at }) => {
    const elsewhere = { clientAddress: '192.0.2.1' };

    it('is the verdict after the event that leads to it', () => {
      expect(given(created(), event).whenAsked(elsewhere)).toEqual(refusal(code));
    });

    it('comes before every restriction of less weight', () => {
      const lesser = restrictions.slice(at).map(([, restriction]) => restriction);
      expect(given(created(), ...lesser.reverse()).whenAsked(elsewhere)).toEqual(refusal(code));
    });
  },
);

describe('ADDRESS_NOT_ALLOWED', () => {
  it.each([null, '', 'localhost', '192.0.2.1', '::1'])(
    'answers for the client address %p',
    (clientAddress) => {
      expect(given(created(), officeOnly).whenAsked({ clientAddress })).toEqual(
        refusal('ADDRESS_NOT_ALLOWED'),
      );
    },
  );

  it('answers for every address when no entry of the list can be read', () => {
    const ipAllowlist = { enforced: true, entries: ['nonsense'] };
    expect(given(created({ ipAllowlist })).whenAsked()).toEqual(refusal('ADDRESS_NOT_ALLOWED'));
  });
});

describe('KEY_EXPIRED', () => {
  it('answers for an expiry that cannot be read', () => {
    expect(given(created({ expiresAt: 'soon' })).whenAsked()).toEqual(refusal('KEY_EXPIRED'));
  });
});
