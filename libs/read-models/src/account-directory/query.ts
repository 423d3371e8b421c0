import {
  type ProfileId,
  type ReasonCode,
  type Refusal,
  type UsageAddresses,
  type WhenStale,
  isRefusal,
} from '@keyledger/domain';
import type { DataSource } from 'typeorm';
import { type CursorScope, decodeCursor } from '../paging/cursor.js';
import { type Page, type PageRequest, pageOf, pageSize } from '../paging/page.js';
import { type AccountDirectoryRow, accountDirectoryEntity } from './row.js';

export interface AccountView {
  /** The slug. */
  readonly accountId: string;
  readonly name: string;
  readonly profile: ProfileId;
  readonly email: string | null;
  readonly apiAccess: boolean;
  /** The last switching off or on. */
  readonly apiAccessChange: ApiAccessChange | null;
  readonly whenStale: WhenStale;
  readonly usageAddresses: UsageAddresses;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly updatedAt: string;
  /** Of the account's stream. */
  readonly revision: number;
  /** Of the account's last event in the log. */
  readonly position: bigint;
}

export interface ApiAccessChange {
  /** Null for switching on. */
  readonly reason: ReasonCode | null;
  readonly comment: string | null;
  readonly at: string;
  /** Key id of the admin key. */
  readonly by: string;
}

export interface ListAccountsRequest extends PageRequest {
  /** Only these, for callers that may not see all. */
  readonly accountIds?: readonly string[] | null;
}

/** Reads the account directory. Rejects only on an outage of the database. */
export class AccountDirectoryQuery {
  constructor(private readonly dataSource: DataSource) {}

  async get(accountId: string): Promise<AccountView | null> {
    const row = await this.dataSource.getRepository(accountDirectoryEntity).findOneBy({ accountId });
    return row === null ? null : toView(row);
  }

  /** Newest first; INVALID_CURSOR is the only refusal. */
  async list(request: ListAccountsRequest = {}): Promise<Page<AccountView> | Refusal> {
    const { accountIds } = request;
    const scope: CursorScope = { list: 'account-directory', filters: { accountIds } };
    const after = request.cursor == null ? null : decodeCursor(scope, request.cursor);
    if (isRefusal(after)) return after;
    const select = this.dataSource.getRepository(accountDirectoryEntity).createQueryBuilder('account');
    if (after !== null) select.andWhere('account.openedPosition < :after', { after: after.toString() });
    if (accountIds != null) select.andWhere('account.accountId = ANY(:accountIds)', { accountIds });
    const size = pageSize(request);
    const rows = await select
      .orderBy('account.openedPosition', 'DESC')
      .take(size + 1)
      .getMany();
    return pageOf(rows, size, scope, { position: (row) => row.openedPosition, item: toView });
  }
}

function toView(row: AccountDirectoryRow): AccountView {
  return {
    accountId: row.accountId,
    name: row.name,
    profile: row.profile,
    email: row.email,
    apiAccess: row.apiAccess,
    apiAccessChange: apiAccessChangeOf(row),
    whenStale: row.whenStale,
    usageAddresses: row.usageAddresses,
    openedAt: row.openedAt,
    openedBy: row.openedBy,
    updatedAt: row.updatedAt,
    revision: row.revision,
    position: row.position,
  };
}

function apiAccessChangeOf(row: AccountDirectoryRow): ApiAccessChange | null {
  const {
    apiAccessReason: reason,
    apiAccessComment: comment,
    apiAccessChangedAt: at,
    apiAccessChangedBy: by,
  } = row;
  return at === null || by === null ? null : { reason, comment, at, by };
}
