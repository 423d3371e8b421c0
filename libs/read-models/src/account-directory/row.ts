import type { ProfileId, ReasonCode, UsageAddresses, WhenStale } from '@keyledger/domain';
import { entityOf } from '../entity.js';
import type { TableOf } from '../table.js';

export type AccountDirectoryRow = {
  /** The slug. */
  readonly accountId: string;
  readonly name: string;
  readonly profile: ProfileId;
  readonly email: string | null;
  readonly apiAccess: boolean;
  /** Of the last switching off or on; all null before the first. Switching on gives no reason. */
  readonly apiAccessReason: ReasonCode | null;
  readonly apiAccessComment: string | null;
  readonly apiAccessChangedAt: string | null;
  readonly apiAccessChangedBy: string | null;
  readonly whenStale: WhenStale;
  readonly usageAddresses: UsageAddresses;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly openedPosition: bigint;
  /** Of the account's last event. */
  readonly updatedAt: string;
  readonly revision: number;
  readonly position: bigint;
};

export const accountDirectoryTable: TableOf<AccountDirectoryRow, 'accountId'> = {
  schema: 'read',
  name: 'account_directory',
  primaryKey: ['accountId'],
  columns: {
    accountId: 'text',
    name: 'text',
    profile: 'text',
    email: 'text',
    apiAccess: 'boolean',
    apiAccessReason: 'text',
    apiAccessComment: 'text',
    apiAccessChangedAt: 'timestamptz',
    apiAccessChangedBy: 'text',
    whenStale: 'text',
    usageAddresses: 'text',
    openedAt: 'timestamptz',
    openedBy: 'text',
    openedPosition: 'bigint',
    updatedAt: 'timestamptz',
    revision: 'integer',
    position: 'bigint',
  },
};

export const accountDirectoryEntity = entityOf<AccountDirectoryRow>(
  'AccountDirectory',
  accountDirectoryTable,
);
