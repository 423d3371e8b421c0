import type { DomainEvent } from '@keyledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { foldLog } from '../fold-log.js';
import { given, keyCreated } from '../spec-events.js';
import type { RowValues } from '../table.js';
import { keyDirectory } from './projection.js';

const identity = { keyId: 'key_1', accountId: 'acme' };

function rowAfter(...events: readonly DomainEvent[]): RowValues | undefined {
  return foldLog(given(...events), [keyDirectory]).get('read.key_directory')?.[0];
}

describe('key-directory', () => {
  it('shows a created key as active, with who made it and where it stands in the log', () => {
    expect(rowAfter(keyCreated())).toEqual({
      keyId: 'key_1',
      accountId: 'acme',
      name: 'Build server',
      description: null,
      tags: ['ci'],
      owner: 'team-a',
      environment: 'production',
      scopes: ['orders:read'],
      ipAllowlist: { enforced: false, entries: [] },
      limits: [],
      expiresAt: null,
      status: 'active',
      statusReason: null,
      statusComment: null,
      statusChangedAt: null,
      statusChangedBy: null,
      attributes: {},
      profile: 'keyledger',
      kind: 'key',
      rotatedFrom: null,
      successorId: null,
      overlap: null,
      overlapEndsAt: null,
      rotationCompletedAt: null,
      rotationEnded: null,
      expiryRecorded: false,
      remindedDaysBefore: null,
      rotationReminded: false,
      disuseReminded: false,
      disuseRemindedSince: null,
      visibleStart: 'kl_live_abcd',
      createdAt: '2026-01-01T00:00:00.000Z',
      createdBy: 'key_admin0',
      createdPosition: 10n,
      updatedAt: '2026-01-01T00:00:00.000Z',
      revision: 0,
      position: 10n,
    });
  });

  it('holds no digest', () => {
    expect(JSON.stringify(Object.values(rowAfter(keyCreated()) ?? {}).map(String))).not.toContain('ddd');
  });

  it('changes only what a description mentions; null clears', () => {
    const row = rowAfter(keyCreated(), {
      type: 'KeyDescribed',
      data: { ...identity, description: 'Nightly', owner: null, tags: [] },
    });
    expect(row).toMatchObject({
      name: 'Build server',
      description: 'Nightly',
      owner: null,
      tags: [],
      environment: 'production',
      updatedAt: '2026-01-01T00:01:00.000Z',
      createdPosition: 10n,
      revision: 1,
      position: 20n,
    });
  });

  it('follows scopes, address list and expiry, without their former values', () => {
    const row = rowAfter(
      keyCreated(),
      { type: 'ScopesChanged', data: { ...identity, scopes: ['a:*'], previousScopes: ['orders:read'] } },
      {
        type: 'IpAllowlistUpdated',
        data: {
          ...identity,
          enforced: true,
          entries: ['192.0.2.0/24'],
          previous: { enforced: false, entries: [] },
        },
      },
      {
        type: 'ExpiryChanged',
        data: { ...identity, expiresAt: '2027-01-01T00:00:00.000Z', previousExpiresAt: null },
      },
    );
    expect(row).toMatchObject({
      scopes: ['a:*'],
      ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
      expiresAt: '2027-01-01T00:00:00.000Z',
      revision: 3,
    });
    expect(row?.['ipAllowlist']).toEqual({ enforced: true, entries: ['192.0.2.0/24'] });
  });

  it('tells why, when and by whom a key was disabled', () => {
    const row = rowAfter(keyCreated(), {
      type: 'KeyDisabled',
      data: { ...identity, reason: 'unused', comment: 'quiet since May' },
    });
    expect(row).toMatchObject({
      status: 'disabled',
      statusReason: 'unused',
      statusComment: 'quiet since May',
      statusChangedAt: '2026-01-01T00:01:00.000Z',
      statusChangedBy: 'key_admin1',
    });
  });

  it('drops the reason when the key is enabled again', () => {
    const row = rowAfter(
      keyCreated(),
      { type: 'KeyDisabled', data: { ...identity, reason: 'unused', comment: 'quiet' } },
      { type: 'KeyEnabled', data: { ...identity, comment: 'needed after all' } },
    );
    expect(row).toMatchObject({
      status: 'active',
      statusReason: null,
      statusComment: 'needed after all',
      statusChangedAt: '2026-01-01T00:02:00.000Z',
    });
  });

  it('keeps a revoked key', () => {
    const row = rowAfter(keyCreated(), {
      type: 'KeyRevoked',
      data: { ...identity, reason: 'leaked', comment: null },
    });
    expect(row).toMatchObject({ status: 'revoked', statusReason: 'leaked', statusComment: null });
  });

  it('has nothing to say of accounts', () => {
    expect(
      rowAfter({
        type: 'AccountOpened',
        data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
      }),
    ).toBeUndefined();
  });
});
