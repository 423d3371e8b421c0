import {
  type Environment,
  type IpAllowlist,
  type KeyLimit,
  type Overlap,
  type ProfileId,
  type ReasonCode,
  type Rotation,
  type RotationCompleted,
  hasEndedOverlap,
  hasExpired,
  isRotationDue,
} from '@keyledger/domain';
import type { KeyDirectoryRow } from './row.js';

/**
 * As people see it: revoked stays revoked; a key that another one took over from is rotated once the overlap is over;
 * otherwise past its expiry a key is expired, disabled or not.
 */
export const effectiveKeyStatuses = ['active', 'disabled', 'expired', 'rotated', 'revoked'] as const;
export type EffectiveKeyStatus = (typeof effectiveKeyStatuses)[number];

/** A key as answered: times ISO 8601 UTC with milliseconds. */
export interface KeyView {
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
  readonly status: EffectiveKeyStatus;
  /** The last disabling, enabling or revoking. */
  readonly statusChange: StatusChange | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly profile: ProfileId;
  readonly kind: string;
  /** Id of the key that this one takes over from, or null. */
  readonly rotatedFrom: string | null;
  /** Null: no other key takes over from this one. */
  readonly rotation: RotationView | null;
  /** Whether it is past the time to rotate it (XN-10). */
  readonly rotationDue: boolean;
  readonly visibleStart: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  /** Of the key's stream. */
  readonly revision: number;
  /** Of the key's last event in the log. */
  readonly position: bigint;
}

export interface RotationView {
  readonly successorId: string;
  readonly overlap: Overlap;
  /** Since when the log says that it is over; the key may be refused for a moment longer, by the clock. */
  readonly completedAt: string | null;
  readonly ended: RotationCompleted['data']['because'] | null;
}

export interface StatusChange {
  /** Null for enabling. */
  readonly reason: ReasonCode | null;
  readonly comment: string | null;
  readonly at: string;
  /** Key id of the admin key. */
  readonly by: string;
}

/** `now` in epoch milliseconds: the status is as of then. */
export function keyView(row: KeyDirectoryRow, now: number): KeyView {
  const status = effectiveStatus(row, now);
  const isLive = status === 'active' || status === 'disabled';
  return {
    keyId: row.keyId,
    accountId: row.accountId,
    name: row.name,
    description: row.description,
    tags: row.tags,
    owner: row.owner,
    environment: row.environment,
    scopes: row.scopes,
    ipAllowlist: row.ipAllowlist,
    limits: row.limits,
    expiresAt: row.expiresAt,
    status,
    statusChange: statusChangeOf(row),
    attributes: row.attributes,
    profile: row.profile,
    kind: row.kind,
    rotatedFrom: row.rotatedFrom,
    rotation: rotationViewOf(row),
    rotationDue: isRotationDue({ ...row, isLive }, now),
    visibleStart: row.visibleStart,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    updatedAt: row.updatedAt,
    revision: row.revision,
    position: row.position,
  };
}

function effectiveStatus(row: KeyDirectoryRow, now: number): EffectiveKeyStatus {
  if (row.status === 'revoked') return 'revoked';
  if (hasEndedOverlap(rotationOf(row), now)) return 'rotated';
  return hasExpired(row.expiresAt, now) ? 'expired' : row.status;
}

function rotationOf({ successorId, overlap, rotationCompletedAt }: KeyDirectoryRow): Rotation | null {
  if (successorId === null || overlap === null) return null;
  return { successorId, overlap, completed: rotationCompletedAt !== null };
}

function rotationViewOf(row: KeyDirectoryRow): RotationView | null {
  const { successorId, overlap, rotationCompletedAt: completedAt, rotationEnded: ended } = row;
  return successorId === null || overlap === null ? null : { successorId, overlap, completedAt, ended };
}

function statusChangeOf(row: KeyDirectoryRow): StatusChange | null {
  const { statusReason: reason, statusComment: comment, statusChangedAt: at, statusChangedBy: by } = row;
  return at === null || by === null ? null : { reason, comment, at, by };
}
