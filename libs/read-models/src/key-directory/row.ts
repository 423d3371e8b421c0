import type {
  Environment,
  IpAllowlist,
  KeyLimit,
  KeyStatus,
  Overlap,
  ProfileId,
  ReasonCode,
  RotationCompleted,
} from '@keyledger/domain';
import { entityOf } from '../entity.js';
import type { TableOf } from '../table.js';

/** Everything that people see of a key, as stored; whether it is past its expiry is judged when asked. */
export type KeyDirectoryRow = {
  readonly keyId: string;
  readonly accountId: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly environment: Environment | null;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  readonly limits: readonly KeyLimit[];
  readonly expiresAt: string | null;
  readonly status: KeyStatus;
  /** Of the last disabling, enabling or revoking; all null before the first. Enabling gives no reason. */
  readonly statusReason: ReasonCode | null;
  readonly statusComment: string | null;
  readonly statusChangedAt: string | null;
  readonly statusChangedBy: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly profile: ProfileId;
  readonly kind: string;
  /** The key that this one takes over from. */
  readonly rotatedFrom: string | null;
  /** The key that takes over from this one; null with all that follows: none does. */
  readonly successorId: string | null;
  readonly overlap: Overlap | null;
  /** As in `overlap`, to be searched by. */
  readonly overlapEndsAt: string | null;
  readonly rotationCompletedAt: string | null;
  readonly rotationEnded: RotationCompleted['data']['because'] | null;
  /** Whether the log says that it has expired. */
  readonly expiryRecorded: boolean;
  /** The last reminder of this expiry, in days before it; null: none yet. */
  readonly remindedDaysBefore: number | null;
  /** Whether the owner has been told that it is time to rotate it. */
  readonly rotationReminded: boolean;
  /** Whether the owner has been told that nobody uses it. */
  readonly disuseReminded: boolean;
  /** What was told of as its last use then; null: there was none. */
  readonly disuseRemindedSince: string | null;
  readonly visibleStart: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly createdPosition: bigint;
  /** Of the key's last event. */
  readonly updatedAt: string;
  readonly revision: number;
  readonly position: bigint;
};

export const keyDirectoryTable: TableOf<KeyDirectoryRow, 'keyId'> = {
  schema: 'read',
  name: 'key_directory',
  primaryKey: ['keyId'],
  columns: {
    keyId: 'text',
    accountId: 'text',
    name: 'text',
    description: 'text',
    tags: 'text[]',
    owner: 'text',
    environment: 'text',
    scopes: 'text[]',
    ipAllowlist: 'jsonb',
    limits: 'jsonb',
    expiresAt: 'timestamptz',
    status: 'text',
    statusReason: 'text',
    statusComment: 'text',
    statusChangedAt: 'timestamptz',
    statusChangedBy: 'text',
    attributes: 'jsonb',
    profile: 'text',
    kind: 'text',
    rotatedFrom: 'text',
    successorId: 'text',
    overlap: 'jsonb',
    overlapEndsAt: 'timestamptz',
    rotationCompletedAt: 'timestamptz',
    rotationEnded: 'text',
    expiryRecorded: 'boolean',
    remindedDaysBefore: 'integer',
    rotationReminded: 'boolean',
    disuseReminded: 'boolean',
    disuseRemindedSince: 'timestamptz',
    visibleStart: 'text',
    createdAt: 'timestamptz',
    createdBy: 'text',
    createdPosition: 'bigint',
    updatedAt: 'timestamptz',
    revision: 'integer',
    position: 'bigint',
  },
};

export const keyDirectoryEntity = entityOf<KeyDirectoryRow>('KeyDirectory', keyDirectoryTable);
