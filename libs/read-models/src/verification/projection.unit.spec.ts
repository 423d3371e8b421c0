import type { DomainEvent } from '@keyledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { foldLog } from '../fold-log.js';
import { given, keyCreated } from '../spec-events.js';
import { verification } from './projection.js';

const identity = { keyId: 'key_1', accountId: 'acme' };

function keyAfter(...changes: readonly DomainEvent[]) {
  return foldLog(given(keyCreated(), ...changes), [verification]).get('read.verification_key')?.[0];
}

function accountAfter(...events: readonly DomainEvent[]) {
  return foldLog(given(...events), [verification]).get('read.verification_account');
}

const opened: DomainEvent = {
  type: 'AccountOpened',
  data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
};
const off: DomainEvent = {
  type: 'ApiAccessDisabled',
  data: { accountId: 'acme', reason: 'policy', comment: null },
};

describe('verification', () => {
  it('holds what the contract states of a key, and nothing more', () => {
    expect(keyAfter()).toEqual({
      keyId: 'key_1',
      accountId: 'acme',
      digest: 'd'.repeat(43),
      status: 'active',
      successorId: null,
      overlapEndsAt: null,
      scopes: ['orders:read'],
      ipAllowlist: { enforced: false, entries: [] },
      limits: null,
      expiresAt: null,
    });
  });

  it.each<[string, DomainEvent, object]>([
    [
      'ScopesChanged',
      { type: 'ScopesChanged', data: { ...identity, scopes: ['a:*'], previousScopes: [] } },
      { scopes: ['a:*'] },
    ],
    [
      'IpAllowlistUpdated',
      {
        type: 'IpAllowlistUpdated',
        data: { ...identity, enforced: true, entries: ['::1'], previous: { enforced: false, entries: [] } },
      },
      { ipAllowlist: { enforced: true, entries: ['::1'] } },
    ],
    [
      'ExpiryChanged',
      {
        type: 'ExpiryChanged',
        data: { ...identity, expiresAt: '2027-01-01T00:00:00.000Z', previousExpiresAt: null },
      },
      { expiresAt: '2027-01-01T00:00:00.000Z' },
    ],
    [
      'KeyDisabled',
      { type: 'KeyDisabled', data: { ...identity, reason: 'other', comment: null } },
      { status: 'disabled' },
    ],
    [
      'KeyRevoked',
      { type: 'KeyRevoked', data: { ...identity, reason: 'leaked', comment: null } },
      { status: 'revoked' },
    ],
    ['KeyDescribed', { type: 'KeyDescribed', data: { ...identity, name: 'Other' } }, {}],
  ])('after %s', (_type, event, changes) => {
    expect(keyAfter(event)).toEqual({ ...keyAfter(), ...changes });
  });

  it('is active again after KeyEnabled', () => {
    const disabled: DomainEvent = {
      type: 'KeyDisabled',
      data: { ...identity, reason: 'other', comment: null },
    };
    const enabled: DomainEvent = { type: 'KeyEnabled', data: { ...identity, comment: null } };
    expect(keyAfter(disabled, enabled)).toEqual(keyAfter());
  });

  it('follows what accounts choose for stale verifiers', () => {
    const chosen: DomainEvent = {
      type: 'AccountDescribed',
      data: { accountId: 'acme', whenStale: 'accept' },
    };
    expect(accountAfter(opened, chosen)).toMatchObject([{ whenStale: 'accept', email: null }]);
  });

  it('follows the API access of accounts', () => {
    const on: DomainEvent = { type: 'ApiAccessEnabled', data: { accountId: 'acme', comment: null } };
    const rest = {
      accountId: 'acme',
      profile: 'keyledger',
      email: null,
      catalogue: null,
      whenStale: 'refuse',
    };
    expect(accountAfter(opened)).toEqual([{ ...rest, apiAccess: true }]);
    expect(accountAfter(opened, off)).toEqual([{ ...rest, apiAccess: false }]);
    expect(accountAfter(opened, off, on)).toEqual([{ ...rest, apiAccess: true }]);
  });
});
