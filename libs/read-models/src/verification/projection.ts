import type { LedgerEvent } from '@keyledger/contracts';
import {
  type AccountEvent,
  type KeyEvent,
  type KeyLimit,
  type NewKey,
  isAccountEvent,
  isAlertEvent,
  isWebhookEvent,
} from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, patchRow, upsertRow } from '../row-change.js';
import {
  type VerificationAccountTableRow,
  type VerificationKeyTableRow,
  verificationAccountTable,
  verificationKeyTable,
} from './row.js';

export const verification: ReadModel = {
  name: 'verification',
  version: 3,
  tables: [verificationAccountTable, verificationKeyTable],
  project,
};

function project({ event }: LedgerEvent): readonly RowChange[] {
  return isAccountEvent(event) ? projectAccount(event) : projectKey(event);
}

function projectKey(event: KeyEvent): readonly RowChange[] {
  switch (event.type) {
    case 'KeyCreated':
    case 'KeyImported':
      return [upsertRow(verificationKeyTable, newKey(event.data))];
    case 'ScopesChanged':
      return [keyPatch(event.data.keyId, { scopes: event.data.scopes })];
    case 'IpAllowlistUpdated': {
      const { keyId, enforced, entries } = event.data;
      return [keyPatch(keyId, { ipAllowlist: { enforced, entries } })];
    }
    case 'LimitsChanged':
      return [keyPatch(event.data.keyId, { limits: limitsColumn(event.data.limits) })];
    case 'ExpiryChanged':
      return [keyPatch(event.data.keyId, { expiresAt: event.data.expiresAt })];
    case 'KeyDisabled':
      return [keyPatch(event.data.keyId, { status: 'disabled' })];
    case 'KeyEnabled':
      return [keyPatch(event.data.keyId, { status: 'active' })];
    case 'KeyRotated':
    case 'OverlapChanged': {
      const { keyId, successorId, overlap } = event.data;
      return [keyPatch(keyId, { successorId, overlapEndsAt: overlap.endsAt })];
    }
    case 'RotationCompleted': {
      const { keyId, successorId } = event.data;
      return [keyPatch(keyId, { successorId, overlapEndsAt: longAgo })];
    }
    case 'KeyRevoked':
      return [keyPatch(event.data.keyId, { status: 'revoked' })];
    case 'KeyDescribed':
    case 'KeyExpired':
    case 'ExpiryReminded':
    case 'RotationReminded':
    case 'DisuseReminded':
      return [];
  }
}

function projectAccount(event: AccountEvent): readonly RowChange[] {
  if (isAlertEvent(event) || isWebhookEvent(event)) return [];
  const { accountId } = event.data;
  switch (event.type) {
    case 'AccountOpened': {
      const { profile, email } = event.data;
      const row = { accountId, apiAccess: true, profile, email, catalogue: null };
      return [upsertRow(verificationAccountTable, { ...row, whenStale: 'refuse' })];
    }
    case 'AccountDescribed': {
      const { email, whenStale } = event.data;
      if (email === undefined && whenStale === undefined) return [];
      return [accountPatch(accountId, { email, whenStale })];
    }
    case 'ProfileChosen':
      return [accountPatch(accountId, { profile: event.data.profile })];
    case 'CatalogueDefined':
      return [accountPatch(accountId, { catalogue: event.data.catalogue })];
    case 'ApiAccessEnabled':
      return [accountPatch(accountId, { apiAccess: true })];
    case 'ApiAccessDisabled':
      return [accountPatch(accountId, { apiAccess: false })];
  }
}

/** So that a clock that runs behind does not let a superseded key pass for a while longer. */
const longAgo = new Date(0).toISOString();

function newKey(data: NewKey): VerificationKeyTableRow {
  return {
    keyId: data.keyId,
    accountId: data.accountId,
    digest: data.digest.value,
    status: 'active',
    scopes: data.scopes,
    ipAllowlist: data.ipAllowlist,
    limits: limitsColumn(data.limits),
    expiresAt: data.expiresAt,
    successorId: null,
    overlapEndsAt: null,
  };
}

function limitsColumn(limits: readonly KeyLimit[]): readonly KeyLimit[] | null {
  return limits.length === 0 ? null : limits;
}

function keyPatch(keyId: string, changes: Partial<Omit<VerificationKeyTableRow, 'keyId'>>): RowChange {
  return patchRow(verificationKeyTable, { keyId }, changes);
}

function accountPatch(
  accountId: string,
  changes: Partial<Omit<VerificationAccountTableRow, 'accountId'>>,
): RowChange {
  return patchRow(verificationAccountTable, { accountId }, changes);
}
