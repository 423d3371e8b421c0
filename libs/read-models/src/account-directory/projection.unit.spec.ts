import type { DomainEvent } from '@keyledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { foldLog } from '../fold-log.js';
import { given, keyCreated } from '../spec-events.js';
import type { RowValues } from '../table.js';
import { accountDirectory } from './projection.js';

const opened: DomainEvent = {
  type: 'AccountOpened',
  data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
};
const switchedOff: DomainEvent = {
  type: 'ApiAccessDisabled',
  data: { accountId: 'acme', reason: 'policy', comment: 'unpaid' },
};

function rowAfter(...events: readonly DomainEvent[]): RowValues | undefined {
  return foldLog(given(...events), [accountDirectory]).get('read.account_directory')?.[0];
}

describe('account-directory', () => {
  it('shows an opened account with API access', () => {
    expect(rowAfter(opened)).toEqual({
      accountId: 'acme',
      name: 'Acme',
      profile: 'keyledger',
      email: null,
      apiAccess: true,
      apiAccessReason: null,
      apiAccessComment: null,
      apiAccessChangedAt: null,
      apiAccessChangedBy: null,
      whenStale: 'refuse',
      usageAddresses: 'full',
      openedAt: '2026-01-01T00:00:00.000Z',
      openedBy: 'key_admin0',
      openedPosition: 10n,
      updatedAt: '2026-01-01T00:00:00.000Z',
      revision: 0,
      position: 10n,
    });
  });

  it('tells why, when and by whom API access was switched off', () => {
    expect(rowAfter(opened, switchedOff)).toMatchObject({
      apiAccess: false,
      apiAccessReason: 'policy',
      apiAccessComment: 'unpaid',
      apiAccessChangedAt: '2026-01-01T00:01:00.000Z',
      apiAccessChangedBy: 'key_admin1',
      revision: 1,
      position: 20n,
    });
  });

  it('shows what the account chose for stale verifiers', () => {
    const chosen: DomainEvent = {
      type: 'AccountDescribed',
      data: { accountId: 'acme', whenStale: 'accept', usageAddresses: 'none' },
    };
    expect(rowAfter(opened, chosen)).toMatchObject({
      name: 'Acme',
      whenStale: 'accept',
      usageAddresses: 'none',
    });
  });

  it('drops the reason when API access is switched on again', () => {
    const on: DomainEvent = { type: 'ApiAccessEnabled', data: { accountId: 'acme', comment: 'paid' } };
    expect(rowAfter(opened, switchedOff, on)).toMatchObject({
      apiAccess: true,
      apiAccessReason: null,
      apiAccessComment: 'paid',
      apiAccessChangedAt: '2026-01-01T00:02:00.000Z',
    });
  });

  it('has nothing to say of keys', () => {
    expect(rowAfter(keyCreated())).toBeUndefined();
  });
});
