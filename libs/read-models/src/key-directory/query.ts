import {
  type Environment,
  type IpAllowlist,
  type Overlap,
  type ProfileId,
  type ReasonCode,
  type Refusal,
  type RotationCompleted,
  type Rotation,
  hasEndedOverlap,
  hasExpired,
  isRefusal,
} from '@keyledger/domain';
import type { Clock } from '@keyledger/platform';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { type CursorScope, decodeCursor } from '../paging/cursor.js';
import { containing } from '../paging/like-pattern.js';
import { type Page, type PageRequest, pageOf, pageSize } from '../paging/page.js';
import { type KeyDirectoryRow, keyDirectoryEntity } from './row.js';

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

export interface KeyFilters {
  readonly status?: EffectiveKeyStatus | null;
  /** Keys that carry this tag. */
  readonly tag?: string | null;
  readonly environment?: Environment | null;
  readonly owner?: string | null;
  /** Text anywhere in name, description, tags, key id or visible start, in any case. */
  readonly q?: string | null;
}

export interface ListKeysRequest extends KeyFilters, PageRequest {
  readonly accountId: string;
}

/** Reads the key directory. Rejects only on an outage of the database. */
export class KeyDirectoryQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async get(keyId: string): Promise<KeyView | null> {
    const row = await this.dataSource.getRepository(keyDirectoryEntity).findOneBy({ keyId });
    return row === null ? null : toView(row, this.clock.now());
  }

  /** Keys of the account that can be used, or can be again once they are enabled. */
  async countLive(accountId: string): Promise<number> {
    return this.dataSource
      .getRepository(keyDirectoryEntity)
      .createQueryBuilder('key')
      .where('key.accountId = :accountId', { accountId })
      .andWhere(`(${statusConditions.active} OR ${statusConditions.disabled})`, {
        now: new Date(this.clock.now()),
      })
      .getCount();
  }

  /** Newest first; INVALID_CURSOR is the only refusal. */
  async list(request: ListKeysRequest): Promise<Page<KeyView> | Refusal> {
    const scope = cursorScope(request);
    const after = request.cursor == null ? null : decodeCursor(scope, request.cursor);
    if (isRefusal(after)) return after;
    const now = this.clock.now();
    const size = pageSize(request);
    const rows = await this.select(request, now, after)
      .orderBy('key.createdPosition', 'DESC')
      .take(size + 1)
      .getMany();
    return pageOf(rows, size, scope, {
      position: (row) => row.createdPosition,
      item: (row) => toView(row, now),
    });
  }

  private select(
    request: ListKeysRequest,
    now: number,
    after: bigint | null,
  ): SelectQueryBuilder<KeyDirectoryRow> {
    const { accountId, status, tag, environment, owner, q } = request;
    const select = this.dataSource
      .getRepository(keyDirectoryEntity)
      .createQueryBuilder('key')
      .where('key.accountId = :accountId', { accountId });
    if (after !== null) select.andWhere('key.createdPosition < :after', { after: after.toString() });
    if (status != null) select.andWhere(statusConditions[status], { now: new Date(now) });
    if (tag != null) select.andWhere('key.tags @> ARRAY[:tag]::text[]', { tag });
    if (environment != null) select.andWhere('key.environment = :environment', { environment });
    if (owner != null) select.andWhere('key.owner = :owner', { owner });
    if (q != null) select.andWhere(searchCondition, { pattern: containing(q) });
    return select;
  }
}

// The other side of the comparison is lower-cased in the same way when the row is written.
const searchCondition = `key.search_text LIKE lower(:pattern COLLATE "und-x-icu")`;

const unexpired = '(key.expiresAt IS NULL OR key.expiresAt > :now)';
const rotated =
  '(key.successorId IS NOT NULL AND (key.rotationCompletedAt IS NOT NULL OR key.overlapEndsAt <= :now))';

/** SQL of `effectiveStatus`. */
const statusConditions: Readonly<Record<EffectiveKeyStatus, string>> = {
  active: `key.status = 'active' AND ${unexpired} AND ${rotated} IS NOT TRUE`,
  disabled: `key.status = 'disabled' AND ${unexpired} AND ${rotated} IS NOT TRUE`,
  expired: `key.status <> 'revoked' AND key.expiresAt <= :now AND ${rotated} IS NOT TRUE`,
  rotated: `key.status <> 'revoked' AND ${rotated}`,
  revoked: `key.status = 'revoked'`,
};

function effectiveStatus(row: KeyDirectoryRow, now: number): EffectiveKeyStatus {
  if (row.status === 'revoked') return 'revoked';
  if (hasEndedOverlap(rotationOf(row), now)) return 'rotated';
  return hasExpired(row.expiresAt, now) ? 'expired' : row.status;
}

function rotationOf({ successorId, overlap, rotationCompletedAt }: KeyDirectoryRow): Rotation | null {
  if (successorId === null || overlap === null) return null;
  return { successorId, overlap, completed: rotationCompletedAt !== null };
}

function cursorScope({ accountId, status, tag, environment, owner, q }: ListKeysRequest): CursorScope {
  return { list: 'key-directory', filters: { accountId, status, tag, environment, owner, q } };
}

function toView(row: KeyDirectoryRow, now: number): KeyView {
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
    expiresAt: row.expiresAt,
    status: effectiveStatus(row, now),
    statusChange: statusChangeOf(row),
    attributes: row.attributes,
    profile: row.profile,
    kind: row.kind,
    rotatedFrom: row.rotatedFrom,
    rotation: rotationViewOf(row),
    visibleStart: row.visibleStart,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    updatedAt: row.updatedAt,
    revision: row.revision,
    position: row.position,
  };
}

function rotationViewOf(row: KeyDirectoryRow): RotationView | null {
  const { successorId, overlap, rotationCompletedAt: completedAt, rotationEnded: ended } = row;
  return successorId === null || overlap === null ? null : { successorId, overlap, completedAt, ended };
}

function statusChangeOf(row: KeyDirectoryRow): StatusChange | null {
  const { statusReason: reason, statusComment: comment, statusChangedAt: at, statusChangedBy: by } = row;
  return at === null || by === null ? null : { reason, comment, at, by };
}
