import { Query } from '@nestjs/cqrs';
import type { AuditEntryAnswer, AuditPageAnswer, AuditQuery, HistoryQuery } from '@keyledger/contracts';
import { type Refusal, isRefusal } from '@keyledger/domain';
import { type AuditEntry, type AuditLogQuery, auditLog } from '@keyledger/read-models';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { ReadModelGate } from '../http/read-model-gate.js';

export class ReadHistoryMessage extends Query<AuditPageAnswer | Refusal> {
  constructor(
    readonly keyId: string,
    readonly query: HistoryQuery,
  ) {
    super();
  }
}

export class ReadAuditMessage extends Query<AuditPageAnswer | Refusal> {
  constructor(
    /** Null: all there are. */
    readonly visible: readonly string[] | null,
    readonly query: AuditQuery,
  ) {
    super();
  }
}

/** Answers about what has happened. */
export class AuditReader {
  constructor(
    private readonly log: AuditLogQuery,
    private readonly gate: ReadModelGate,
  ) {}

  async history({ keyId, query }: ReadHistoryMessage): Promise<AuditPageAnswer | Refusal> {
    const { minPosition, ...request } = query;
    const behind = await this.gate.refusal(auditLog, minPosition);
    return behind ?? pageAnswer(await this.log.history({ ...request, keyId }));
  }

  async audit({ visible, query }: ReadAuditMessage): Promise<AuditPageAnswer | Refusal> {
    const { minPosition, key, account, from, to, ...request } = query;
    const behind = await this.gate.refusal(auditLog, minPosition);
    if (behind !== null) return behind;
    const time = { from: isoTime(from), to: isoTime(to) };
    const filters = { keyId: key, accountId: account, accountIds: visible };
    return pageAnswer(await this.log.list({ ...request, ...time, ...filters }));
  }
}

function isoTime(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}

function pageAnswer(page: { items: readonly AuditEntry[]; nextCursor: string | null } | Refusal) {
  return isRefusal(page) ? page : { items: page.items.map(entryAnswer), nextCursor: page.nextCursor };
}

function entryAnswer(entry: AuditEntry): AuditEntryAnswer {
  return {
    id: entry.eventId,
    position: entry.position.toString(),
    type: entry.type,
    account: entry.accountId,
    key: entry.keyId,
    revision: entry.revision,
    time: entry.time,
    actor: entry.actor,
    reason: entry.reason,
    comment: entry.comment,
    data: entry.data as Record<string, unknown>,
    requestId: entry.requestId,
    correlationId: entry.correlationId,
    causationId: entry.causationId,
    clientAddress: entry.clientAddress,
    userAgent: entry.userAgent,
  };
}

export const auditQueryHandlers = [
  queryHandler(ReadHistoryMessage, AuditReader, (reader, message) => reader.history(message)),
  queryHandler(ReadAuditMessage, AuditReader, (reader, message) => reader.audit(message)),
];
