import type { LedgerEvent } from '@keyledger/contracts';
import type { AccountOpened, ReasonCode } from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, patchRow, upsertRow } from '../row-change.js';
import { type AccountDirectoryRow, accountDirectoryTable } from './row.js';

export const accountDirectory: ReadModel = {
  name: 'account-directory',
  version: 1,
  tables: [accountDirectoryTable],
  project,
};

function project(recorded: LedgerEvent): readonly RowChange[] {
  const { event } = recorded;
  switch (event.type) {
    case 'AccountOpened':
      return [upsertRow(accountDirectoryTable, newRow(recorded, event.data))];
    case 'ApiAccessDisabled':
      return [switched(recorded, event.data.accountId, false, event.data)];
    case 'ApiAccessEnabled':
      return [switched(recorded, event.data.accountId, true, { reason: null, comment: event.data.comment })];
    case 'KeyCreated':
    case 'KeyDescribed':
    case 'ScopesChanged':
    case 'IpAllowlistUpdated':
    case 'ExpiryChanged':
    case 'KeyDisabled':
    case 'KeyEnabled':
    case 'KeyRevoked':
      return [];
  }
}

function newRow(recorded: LedgerEvent, data: AccountOpened['data']): AccountDirectoryRow {
  const { metadata, position } = recorded;
  return {
    accountId: data.accountId,
    name: data.name,
    apiAccess: true,
    apiAccessReason: null,
    apiAccessComment: null,
    apiAccessChangedAt: null,
    apiAccessChangedBy: null,
    openedAt: metadata.time,
    openedBy: metadata.actor,
    openedPosition: position,
    ...lastEvent(recorded),
  };
}

function switched(
  recorded: LedgerEvent,
  accountId: string,
  apiAccess: boolean,
  { reason, comment }: { readonly reason: ReasonCode | null; readonly comment: string | null },
): RowChange {
  return patchRow(
    accountDirectoryTable,
    { accountId },
    {
      apiAccess,
      apiAccessReason: reason,
      apiAccessComment: comment,
      apiAccessChangedAt: recorded.metadata.time,
      apiAccessChangedBy: recorded.metadata.actor,
      ...lastEvent(recorded),
    },
  );
}

function lastEvent({ metadata, revision, position }: LedgerEvent) {
  return { updatedAt: metadata.time, revision, position };
}
