import type { LedgerEvent } from '@keyledger/contracts';
import {
  type KeyCreated,
  type KeyEvent,
  type KeyImported,
  type KeyStatus,
  type NewKey,
  type Reason,
  isAccountEvent,
} from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, patchRow, upsertRow } from '../row-change.js';
import { type KeyDirectoryRow, keyDirectoryTable } from './row.js';

type ChangedColumns = Partial<Omit<KeyDirectoryRow, 'keyId'>>;

export const keyDirectory: ReadModel = {
  name: 'key-directory',
  version: 2,
  tables: [keyDirectoryTable],
  project,
};

function project(recorded: LedgerEvent): readonly RowChange[] {
  const { event } = recorded;
  if (isAccountEvent(event)) return [];
  if (event.type === 'KeyCreated' || event.type === 'KeyImported') {
    return [upsertRow(keyDirectoryTable, newRow(recorded, event.data))];
  }
  const changes = { ...changedColumns(recorded, event), ...lastEvent(recorded) };
  return [patchRow(keyDirectoryTable, { keyId: event.data.keyId }, changes)];
}

function newRow(recorded: LedgerEvent, data: NewKey): KeyDirectoryRow {
  const { metadata, position } = recorded;
  return {
    keyId: data.keyId,
    accountId: data.accountId,
    name: data.name,
    description: data.description,
    tags: data.tags,
    owner: data.owner,
    environment: data.environment,
    attributes: data.attributes,
    scopes: data.scopes,
    ipAllowlist: data.ipAllowlist,
    limits: data.limits,
    expiresAt: data.expiresAt,
    profile: data.profile,
    kind: data.kind,
    rotatedFrom: data.rotatedFrom,
    visibleStart: data.visibleStart,
    createdAt: metadata.time,
    createdBy: metadata.actor,
    createdPosition: position,
    ...untouched,
    ...lastEvent(recorded),
  };
}

/** What nothing has happened to yet. */
const untouched = {
  status: 'active',
  statusReason: null,
  statusComment: null,
  statusChangedAt: null,
  statusChangedBy: null,
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
} as const;

function changedColumns(
  recorded: LedgerEvent,
  event: Exclude<KeyEvent, KeyCreated | KeyImported>,
): ChangedColumns {
  switch (event.type) {
    case 'KeyDescribed': {
      const { name, description, tags, owner, environment, attributes } = event.data;
      return { name, description, tags, owner, environment, attributes };
    }
    case 'ScopesChanged':
      return { scopes: event.data.scopes };
    case 'IpAllowlistUpdated': {
      const { enforced, entries } = event.data;
      return { ipAllowlist: { enforced, entries } };
    }
    case 'LimitsChanged':
      return { limits: event.data.limits };
    case 'ExpiryChanged':
      return { expiresAt: event.data.expiresAt, remindedDaysBefore: null };
    case 'KeyRotated':
    case 'OverlapChanged': {
      const { successorId, overlap } = event.data;
      return { successorId, overlap, overlapEndsAt: overlap.endsAt };
    }
    case 'RotationCompleted':
      return { rotationCompletedAt: recorded.metadata.time, rotationEnded: event.data.because };
    case 'KeyExpired':
      return { expiryRecorded: true };
    case 'ExpiryReminded':
      return { remindedDaysBefore: event.data.daysBefore };
    case 'RotationReminded':
      return { rotationReminded: true };
    case 'DisuseReminded':
      return { disuseReminded: true, disuseRemindedSince: event.data.lastUsedAt };
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
