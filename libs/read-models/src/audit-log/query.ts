import type { DomainEvent } from '@keyledger/contracts';
import { type Refusal, isRefusal } from '@keyledger/domain';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { type CursorScope, decodeCursor } from '../paging/cursor.js';
import { type Page, type PageRequest, pageOf, pageSize } from '../paging/page.js';
import { type AuditLogRow, auditLogEntity } from './row.js';

/** An event as auditors see it. */
export type AuditEntry = AuditLogRow;

export interface AuditFilters {
  readonly keyId?: string | null;
  readonly accountId?: string | null;
  /** Only these accounts, for callers that may not see all. */
  readonly accountIds?: readonly string[] | null;
  /** Key id of an admin key, or `system:<part>`. */
  readonly actor?: string | null;
  readonly type?: DomainEvent['type'] | null;
  /** ISO 8601; events at or after this time. */
  readonly from?: string | null;
  /** ISO 8601; events before this time. */
  readonly to?: string | null;
}

export interface ListAuditRequest extends AuditFilters, PageRequest {}

export interface KeyHistoryRequest extends PageRequest {
  readonly keyId: string;
}

/** Reads the audit log. Rejects only on an outage of the database. */
export class AuditLogQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; INVALID_CURSOR is the only refusal. */
  async list(request: ListAuditRequest): Promise<Page<AuditEntry> | Refusal> {
    const { keyId, accountId, accountIds, actor, type, from, to } = request;
    const scope = { list: 'audit-log', filters: { keyId, accountId, accountIds, actor, type, from, to } };
    return this.page(this.select(request), request, scope, 'DESC');
  }

  /** Every event of one key, oldest first; empty for an unknown key. INVALID_CURSOR is the only refusal. */
  async history(request: KeyHistoryRequest): Promise<Page<AuditEntry> | Refusal> {
    const { keyId } = request;
    return this.page(this.select({ keyId }), request, { list: 'key-history', filters: { keyId } }, 'ASC');
  }

  private select(filters: AuditFilters): SelectQueryBuilder<AuditLogRow> {
    const { keyId, accountId, accountIds, actor, type, from, to } = filters;
    const select = this.dataSource.getRepository(auditLogEntity).createQueryBuilder('entry');
    if (keyId != null) select.andWhere('entry.keyId = :keyId', { keyId });
    if (accountId != null) select.andWhere('entry.accountId = :accountId', { accountId });
    if (accountIds != null) select.andWhere('entry.accountId = ANY(:accountIds)', { accountIds });
    if (actor != null) select.andWhere('entry.actor = :actor', { actor });
    if (type != null) select.andWhere('entry.type = :type', { type });
    if (from != null) select.andWhere('entry.time >= :from', { from });
    if (to != null) select.andWhere('entry.time < :to', { to });
    return select;
  }

  private async page(
    select: SelectQueryBuilder<AuditLogRow>,
    request: PageRequest,
    scope: CursorScope,
    order: 'ASC' | 'DESC',
  ): Promise<Page<AuditEntry> | Refusal> {
    const after = request.cursor == null ? null : decodeCursor(scope, request.cursor);
    if (isRefusal(after)) return after;
    if (after !== null) {
      select.andWhere(`entry.position ${order === 'ASC' ? '>' : '<'} :after`, { after: after.toString() });
    }
    const size = pageSize(request);
    const rows = await select
      .orderBy('entry.position', order)
      .take(size + 1)
      .getMany();
    return pageOf(rows, size, scope, { position: (row) => row.position, item: (row) => row });
  }
}
