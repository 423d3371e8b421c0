import type { LedgerEvent } from '@keyledger/contracts';
import type { KeyCreated, KeyEvent, KeyStatus, Reason } from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, patchRow, upsertRow } from '../row-change.js';
import { type KeyDirectoryRow, keyDirectoryTable } from './row.js';

type ChangedColumns = Partial<Omit<KeyDirectoryRow, 'keyId'>>;

export const keyDirectory: ReadModel = {
  name: 'key-directory',
  version: 1,
  tables: [keyDirectoryTable],
  project,
};

function project(recorded: LedgerEvent): readonly RowChange[] {
  const { event } = recorded;
  switch (event.type) {
    case 'KeyCreated':
      return [upsertRow(keyDirectoryTable, newRow(recorded, event.data))];
    case 'KeyDescribed':
    case 'ScopesChanged':
    case 'IpAllowlistUpdated':
    case 'ExpiryChanged':
    case 'KeyDisabled':
    case 'KeyEnabled':
    case 'KeyRevoked':
      return [
        patchRow(
          keyDirectoryTable,
          { keyId: event.data.keyId },
          { ...changedColumns(recorded, event), ...lastEvent(recorded) },
        ),
      ];
    case 'AccountOpened':
    case 'ApiAccessDisabled':
    case 'ApiAccessEnabled':
      return [];
  }
}

function newRow(recorded: LedgerEvent, data: KeyCreated['data']): KeyDirectoryRow {
  const { metadata, position } = recorded;
  return {
    keyId: data.keyId,
    accountId: data.accountId,
    name: data.name,
    description: data.description,
    tags: data.tags,
    owner: data.owner,
    environment: data.environment,
    scopes: data.scopes,
    ipAllowlist: data.ipAllowlist,
    expiresAt: data.expiresAt,
    status: 'active',
    statusReason: null,
    statusComment: null,
    statusChangedAt: null,
    statusChangedBy: null,
    visibleStart: data.visibleStart,
    createdAt: metadata.time,
    createdBy: metadata.actor,
    createdPosition: position,
    ...lastEvent(recorded),
  };
}

function changedColumns(recorded: LedgerEvent, event: Exclude<KeyEvent, KeyCreated>): ChangedColumns {
  switch (event.type) {
    case 'KeyDescribed': {
      const { name, description, tags, owner, environment } = event.data;
      return { name, description, tags, owner, environment };
    }
    case 'ScopesChanged':
      return { scopes: event.data.scopes };
    case 'IpAllowlistUpdated': {
      const { enforced, entries } = event.data;
      return { ipAllowlist: { enforced, entries } };
    }
    case 'ExpiryChanged':
      return { expiresAt: event.data.expiresAt };
    case 'KeyDisabled':
      return statusColumns(recorded, 'disabled', event.data);
    case 'KeyEnabled':
      return statusColumns(recorded, 'active', { reason: null, comment: event.data.comment });
    case 'KeyRevoked':
      return statusColumns(recorded, 'revoked', event.data);
  }
}

function statusColumns(
  { metadata }: LedgerEvent,
  status: KeyStatus,
  { reason, comment }: { readonly reason: Reason['reason'] | null; readonly comment: string | null },
): ChangedColumns {
  return {
    status,
    statusReason: reason,
    statusComment: comment,
    statusChangedAt: metadata.time,
    statusChangedBy: metadata.actor,
  };
}

function lastEvent({ metadata, revision, position }: LedgerEvent) {
  return { updatedAt: metadata.time, revision, position };
}
