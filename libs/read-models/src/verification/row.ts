import type {
  CatalogueDefinition,
  IpAllowlist,
  KeyLimit,
  KeyStatus,
  ProfileId,
  WhenStale,
} from '@keyledger/domain';
import type { TableOf } from '../table.js';

/** What `VerificationKeyRow` of the contracts states, as stored. */
export type VerificationKeyTableRow = {
  readonly keyId: string;
  readonly accountId: string;
  readonly digest: string;
  readonly status: KeyStatus;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  /** Null: none, so that the rows of a million keys stay as short as they are. */
  readonly limits: readonly KeyLimit[] | null;
  readonly expiresAt: string | null;
  readonly successorId: string | null;
  readonly overlapEndsAt: string | null;
};

/** What `VerificationAccountRow` of the contracts states, as stored. */
export type VerificationAccountTableRow = {
  readonly accountId: string;
  readonly apiAccess: boolean;
  readonly profile: ProfileId;
  readonly email: string | null;
  readonly catalogue: CatalogueDefinition | null;
  readonly whenStale: WhenStale;
};

export const verificationKeyTable: TableOf<VerificationKeyTableRow, 'keyId'> = {
  schema: 'read',
  name: 'verification_key',
  primaryKey: ['keyId'],
  columns: {
    keyId: 'text',
    accountId: 'text',
    digest: 'text',
    status: 'text',
    scopes: 'text[]',
    ipAllowlist: 'jsonb',
    limits: 'jsonb',
    expiresAt: 'timestamptz',
    successorId: 'text',
    overlapEndsAt: 'timestamptz',
  },
};

export const verificationAccountTable: TableOf<VerificationAccountTableRow, 'accountId'> = {
  schema: 'read',
  name: 'verification_account',
  primaryKey: ['accountId'],
  columns: {
    accountId: 'text',
    apiAccess: 'boolean',
    profile: 'text',
    email: 'text',
    catalogue: 'jsonb',
    whenStale: 'text',
  },
};
