import { type Environment, type ProfileId, type Refusal, isRefusal, isRotationDue } from '@keyledger/domain';
import type { Clock } from '@keyledger/platform';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { CursorScope } from '../paging/cursor.js';
import { type Page, type PageRequest, pageSize, sortedPageOf } from '../paging/page.js';
import { type Condition, lastUse } from './condition.js';
import { type KeyFilters, conditionsOf, filterTexts, statusConditions } from './filters.js';
import { type KeyView, keyView } from './key-view.js';
import { type KeyDirectoryRow, keyDirectoryEntity } from './row.js';
import {
  type KeyOrdering,
  type KeySorting,
  type SortedRow,
  createdBeyond,
  orderingOf,
  sortingTexts,
} from './sorting.js';

export interface ListKeysRequest extends KeyFilters, KeySorting, PageRequest {
  readonly accountId: string;
}

/** As `ListKeysRequest`, for whoever goes through all of them. */
export interface ScanRequest extends KeyFilters {
  readonly accountId: string;
  /** Where the key before was created; null: from the newest on. */
  readonly after: bigint | null;
  /** Most keys. */
  readonly limit: number;
}

export interface PlacedKey {
  readonly key: KeyView;
  /** Where it was created: what comes after it is older. */
  readonly createdPosition: bigint;
}

/** Of a key, what findings of a review depend on beside its use. */
export interface CountedKeyView {
  readonly keyId: string;
  readonly createdPosition: bigint;
  /** ISO 8601 UTC with milliseconds. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** Null: never. */
  readonly lastUsedAt: string | null;
  readonly environment: Environment | null;
  readonly scopes: readonly string[];
  readonly profile: ProfileId;
  readonly rotationDue: boolean;
}

export interface TagCount {
  readonly tag: string;
  /** Keys that carry it. */
  readonly keys: number;
}

/** Reads the key directory. Rejects only on an outage of the database. */
export class KeyDirectoryQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async get(keyId: string): Promise<KeyView | null> {
    const row = await this.dataSource.getRepository(keyDirectoryEntity).findOneBy({ keyId });
    return row === null ? null : keyView(row, this.clock.now());
  }

  /** Keys of the account that can be used, or can be again once they are enabled. */
  async countLive(accountId: string): Promise<number> {
    return this.ofAccount(accountId)
      .andWhere(`(${statusConditions.active} OR ${statusConditions.disabled})`, {
        now: new Date(this.clock.now()),
      })
      .getCount();
  }

  /** Newest first unless sorted otherwise; INVALID_CURSOR is the only refusal. */
  async list(request: ListKeysRequest): Promise<Page<KeyView> | Refusal> {
    const scope = cursorScope(request);
    const ordering = orderingOf(request);
    const after = request.cursor == null ? null : ordering.after(scope, request.cursor);
    if (isRefusal(after)) return after;
    const now = this.clock.now();
    const size = pageSize(request);
    const conditions = [...conditionsOf(request, now), ...(after === null ? [] : [after])];
    const rows = await sorted(this.select(request.accountId, conditions), ordering, size + 1);
    return sortedPageOf(rows, size, {
      cursor: (last) => ordering.cursorAt(scope, last),
      item: ({ row }) => keyView(row, now),
    });
  }

  /** Newest first. */
  async scan({ after, limit, ...request }: ScanRequest): Promise<readonly PlacedKey[]> {
    const now = this.clock.now();
    const conditions = [
      ...conditionsOf(request, now),
      ...(after === null ? [] : [createdBeyond('DESC', after)]),
    ];
    const rows = await this.select(request.accountId, conditions)
      .orderBy('key.createdPosition', 'DESC')
      .take(limit)
      .getMany();
    return rows.map((row) => ({ key: keyView(row, now), createdPosition: row.createdPosition }));
  }

  /** The live keys of the account, newest first, with little of each: to be counted, however many there are. */
  async scanCounted({
    accountId,
    after,
    limit,
  }: Pick<ScanRequest, 'accountId' | 'after' | 'limit'>): Promise<readonly CountedKeyView[]> {
    const now = this.clock.now();
    const beyond = after === null ? [] : [createdBeyond('DESC', after)];
    const select = this.select(accountId, [...conditionsOf({ live: true }, now), ...beyond]).select([]);
    for (const property of countedProperties) select.addSelect(`key.${property}`, property);
    const rows = await select
      .addSelect(lastUse, 'lastUsedAt')
      .orderBy('key.createdPosition', 'DESC')
      .limit(limit)
      .getRawMany<CountedRow>();
    return rows.map(({ successorId, ...row }) => {
      const createdAt = row.createdAt.toISOString();
      return {
        ...row,
        createdPosition: BigInt(row.createdPosition),
        createdAt,
        expiresAt: row.expiresAt?.toISOString() ?? null,
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        rotationDue: isRotationDue({ isLive: true, createdAt, successorId }, now),
      };
    });
  }

  /** The tags that keys of the account carry, revoked ones aside; the most frequent first, then by spelling. */
  async tags(accountId: string, limit: number): Promise<readonly TagCount[]> {
    const rows: { tag: string; keys: string }[] = await this.dataSource.query(countTags, [accountId, limit]);
    return rows.map(({ tag, keys }) => ({ tag, keys: Number(keys) }));
  }

  private select(accountId: string, conditions: readonly Condition[]): SelectQueryBuilder<KeyDirectoryRow> {
    const select = this.ofAccount(accountId);
    for (const { sql, parameters } of conditions) select.andWhere(sql, parameters);
    return select;
  }

  private ofAccount(accountId: string): SelectQueryBuilder<KeyDirectoryRow> {
    return this.dataSource
      .getRepository(keyDirectoryEntity)
      .createQueryBuilder('key')
      .where('key.accountId = :accountId', { accountId });
  }
}

const countedProperties = [
  ...(['keyId', 'createdPosition', 'createdAt', 'expiresAt', 'environment', 'scopes', 'profile'] as const),
  'successorId',
] as const;

type CountedRow = Pick<KeyDirectoryRow, 'keyId' | 'environment' | 'scopes' | 'profile' | 'successorId'> & {
  readonly createdPosition: bigint | string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

async function sorted(
  select: SelectQueryBuilder<KeyDirectoryRow>,
  { direction, lastUsedAt, columns }: KeyOrdering,
  limit: number,
): Promise<readonly SortedRow[]> {
  for (const column of columns) select.addOrderBy(column, direction);
  if (lastUsedAt !== null) select.addSelect(lastUsedAt, 'last_used_at');
  const { entities, raw } = await select
    .take(limit)
    .getRawAndEntities<{ readonly last_used_at?: Date | null }>();
  return entities.map((row, index) => ({ row, lastUsedAt: raw[index]?.last_used_at ?? null }));
}

const countTags = `
SELECT tag, count(*) AS keys
FROM read.key_directory CROSS JOIN unnest(tags) AS tag
WHERE account_id = $1 AND status <> 'revoked'
GROUP BY tag ORDER BY keys DESC, tag COLLATE "C" LIMIT $2`;

function cursorScope(request: ListKeysRequest): CursorScope {
  return {
    list: 'key-directory',
    filters: { accountId: request.accountId, ...filterTexts(request), ...sortingTexts(request) },
  };
}
