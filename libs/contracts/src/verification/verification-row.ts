import type {
  CatalogueDefinition,
  IpAllowlist,
  KeyLimit,
  KeyStatus,
  ProfileId,
  WhenStale,
} from '@keyledger/domain';

/** A key as verifiers need it: what their index starts from. Never a secret. */
export interface VerificationKeyRow {
  readonly kind: 'key';
  readonly keyId: string;
  readonly accountId: string;
  /** SHA-256 of the value, base64url. */
  readonly digest: string;
  readonly status: KeyStatus;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  /** Absent: it may be used without limit. */
  readonly limits?: readonly KeyLimit[];
  /** ISO 8601 UTC, or null. */
  readonly expiresAt: string | null;
  /** The key that takes over from this one; null: none does. */
  readonly successorId: string | null;
  /** When the time in which both work is over, ISO 8601 UTC; null: not known yet, or no successor. */
  readonly overlapEndsAt: string | null;
}

export interface VerificationAccountRow {
  readonly kind: 'account';
  readonly accountId: string;
  readonly apiAccess: boolean;
  readonly profile: ProfileId;
  /** Lower case, or null. */
  readonly email: string | null;
  readonly catalogue: CatalogueDefinition | null;
  /** Absent: refuse. */
  readonly whenStale?: WhenStale;
}

export type VerificationRow = VerificationKeyRow | VerificationAccountRow;

/** All rows as of one position: the index is right once it has taken them and every event after the position. */
export interface VerificationSnapshot {
  readonly position: bigint;
  readonly rows: AsyncIterable<readonly VerificationRow[]>;
}
