import { type AlertRule, type AlertSeverity, type Refusal, isRefusal } from '@keyledger/domain';
import type { DataSource } from 'typeorm';
import { type CursorScope, decodeCursor } from '../paging/cursor.js';
import { type Page, type PageRequest, pageOf, pageSize } from '../paging/page.js';
import { type AlertMuteRow, type AlertRow, type AlertStatus, alertEntity, alertMuteEntity } from './row.js';

export interface ListAlertsRequest extends PageRequest {
  readonly accountId: string;
  readonly status?: AlertStatus | null;
  readonly rule?: AlertRule | null;
  readonly severity?: AlertSeverity | null;
  readonly keyId?: string | null;
}

/** Reads the alerts and mutes of accounts. Rejects only on an outage of the database. */
export class AlertsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; INVALID_CURSOR is the only refusal. */
  async list(request: ListAlertsRequest): Promise<Page<AlertRow> | Refusal> {
    const { accountId, status, rule, severity, keyId } = request;
    const scope: CursorScope = { list: 'alerts', filters: { accountId, status, rule, severity, keyId } };
    const after = request.cursor == null ? null : decodeCursor(scope, request.cursor);
    if (isRefusal(after)) return after;
    const select = this.dataSource.getRepository(alertEntity).createQueryBuilder('alert');
    select.where('alert.accountId = :accountId', { accountId });
    if (status != null) select.andWhere('alert.status = :status', { status });
    if (rule != null) select.andWhere('alert.rule = :rule', { rule });
    if (severity != null) select.andWhere('alert.severity = :severity', { severity });
    if (keyId != null) select.andWhere('alert.keyId = :keyId', { keyId });
    if (after !== null) select.andWhere('alert.raisedPosition < :after', { after: after.toString() });
    const size = pageSize(request);
    const rows = await select
      .orderBy('alert.raisedPosition', 'DESC')
      .take(size + 1)
      .getMany();
    return pageOf(rows, size, scope, { position: (row) => row.raisedPosition, item: (row) => row });
  }

  /** Null: the account has no such alert. */
  async get(accountId: string, alertId: string): Promise<AlertRow | null> {
    return this.dataSource.getRepository(alertEntity).findOneBy({ accountId, alertId });
  }

  /** Those that still mute something at this time (epoch milliseconds), newest first; an account has few. */
  async mutes(accountId: string, now: number): Promise<readonly AlertMuteRow[]> {
    return this.dataSource
      .getRepository(alertMuteEntity)
      .createQueryBuilder('mute')
      .where('mute.accountId = :accountId', { accountId })
      .andWhere('(mute.until IS NULL OR mute.until > :now)', { now: new Date(now) })
      .orderBy('mute.mutedPosition', 'DESC')
      .getMany();
  }
}
