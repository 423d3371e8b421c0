import type { LedgerEvent } from '@keyledger/contracts';
import {
  type AccountOpened,
  type ReasonCode,
  isAccountEvent,
  isAlertEvent,
  isWebhookEvent,
} from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, patchRow, upsertRow } from '../row-change.js';
import { type AccountDirectoryRow, accountDirectoryTable } from './row.js';

export const accountDirectory: ReadModel = {
  name: 'account-directory',
  version: 4,
  tables: [accountDirectoryTable],
  project,
};

function project(recorded: LedgerEvent): readonly RowChange[] {
  const { event } = recorded;
  if (!isAccountEvent(event)) return [];
  if (isAlertEvent(event) || isWebhookEvent(event)) return [counted(recorded, event.data.accountId)];
  switch (event.type) {
    case 'AccountOpened':
      return [upsertRow(accountDirectoryTable, newRow(recorded, event.data))];
    case 'AccountDescribed': {
      const { accountId, name, email, whenStale, usageAddresses } = event.data;
      return [changed(recorded, accountId, { name, email, whenStale, usageAddresses })];
    }
    case 'ProfileChosen':
      return [changed(recorded, event.data.accountId, { profile: event.data.profile })];
    case 'CatalogueDefined':
      return [changed(recorded, event.data.accountId, {})];
    case 'ApiAccessDisabled':
      return [switched(recorded, event.data.accountId, false, event.data)];
    case 'ApiAccessEnabled':
      return [switched(recorded, event.data.accountId, true, { reason: null, comment: event.data.comment })];
  }
}

function newRow(recorded: LedgerEvent, data: AccountOpened['data']): AccountDirectoryRow {
  const { metadata, position } = recorded;
  return {
    accountId: data.accountId,
    name: data.name,
    profile: data.profile,
    email: data.email,
    apiAccess: true,
    apiAccessReason: null,
    apiAccessComment: null,
    apiAccessChangedAt: null,
    apiAccessChangedBy: null,
    whenStale: 'refuse',
    usageAddresses: 'full',
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
  return changed(recorded, accountId, {
    apiAccess,
    apiAccessReason: reason,
    apiAccessComment: comment,
    apiAccessChangedAt: recorded.metadata.time,
    apiAccessChangedBy: recorded.metadata.actor,
  });
}

function changed(
  recorded: LedgerEvent,
  accountId: string,
  columns: Partial<Omit<AccountDirectoryRow, 'accountId'>>,
): RowChange {
  return patchRow(accountDirectoryTable, { accountId }, { ...columns, ...lastEvent(recorded) });
}

/** What says nothing of the account itself still raises its revision. */
function counted({ revision, position }: LedgerEvent, accountId: string): RowChange {
  return patchRow(accountDirectoryTable, { accountId }, { revision, position });
}

function lastEvent({ metadata, revision, position }: LedgerEvent) {
  return { updatedAt: metadata.time, revision, position };
}
