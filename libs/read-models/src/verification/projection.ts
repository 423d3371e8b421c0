import type { LedgerEvent } from '@keyledger/contracts';
import type { KeyCreated } from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, patchRow, upsertRow } from '../row-change.js';
import { type VerificationKeyTableRow, verificationAccountTable, verificationKeyTable } from './row.js';

export const verification: ReadModel = {
  name: 'verification',
  version: 1,
  tables: [verificationAccountTable, verificationKeyTable],
  project,
};

function project({ event }: LedgerEvent): readonly RowChange[] {
  switch (event.type) {
    case 'KeyCreated':
      return [upsertRow(verificationKeyTable, newKey(event.data))];
    case 'ScopesChanged':
      return [keyPatch(event.data.keyId, { scopes: event.data.scopes })];
    case 'IpAllowlistUpdated': {
      const { keyId, enforced, entries } = event.data;
      return [keyPatch(keyId, { ipAllowlist: { enforced, entries } })];
    }
    case 'ExpiryChanged':
      return [keyPatch(event.data.keyId, { expiresAt: event.data.expiresAt })];
    case 'KeyDisabled':
      return [keyPatch(event.data.keyId, { status: 'disabled' })];
    case 'KeyEnabled':
      return [keyPatch(event.data.keyId, { status: 'active' })];
    case 'KeyRevoked':
      return [keyPatch(event.data.keyId, { status: 'revoked' })];
    case 'AccountOpened':
    case 'ApiAccessEnabled':
      return [accountRow(event.data.accountId, true)];
    case 'ApiAccessDisabled':
      return [accountRow(event.data.accountId, false)];
    case 'KeyDescribed':
      return [];
  }
}

function newKey(data: KeyCreated['data']): VerificationKeyTableRow {
  return {
    keyId: data.keyId,
    accountId: data.accountId,
    digest: data.digest.value,
    status: 'active',
    scopes: data.scopes,
    ipAllowlist: data.ipAllowlist,
    expiresAt: data.expiresAt,
  };
}

function keyPatch(keyId: string, changes: Partial<Omit<VerificationKeyTableRow, 'keyId'>>): RowChange {
  return patchRow(verificationKeyTable, { keyId }, changes);
}

function accountRow(accountId: string, apiAccess: boolean): RowChange {
  return upsertRow(verificationAccountTable, { accountId, apiAccess });
}
