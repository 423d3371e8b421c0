import type { DomainEvent, LedgerEvent } from '@keyledger/contracts';
import type { ReadModel } from '../read-model.js';
import { type RowChange, upsertRow } from '../row-change.js';
import { type AuditLogRow, auditLogTable } from './row.js';

export const auditLog: ReadModel = {
  name: 'audit-log',
  version: 1,
  tables: [auditLogTable],
  rowPerEvent: true,
  project: (recorded): readonly RowChange[] => [upsertRow(auditLogTable, auditRow(recorded))],
};

function auditRow({ id, stream, revision, position, event, metadata }: LedgerEvent): AuditLogRow {
  const { data } = event;
  return {
    position,
    eventId: id,
    type: event.type,
    stream,
    revision,
    keyId: 'keyId' in data ? data.keyId : null,
    accountId: data.accountId,
    actor: metadata.actor,
    time: metadata.time,
    reason: 'reason' in data ? data.reason : null,
    comment: 'comment' in data ? data.comment : null,
    data: withoutDigest(event),
    requestId: metadata.requestId,
    correlationId: metadata.correlationId,
    causationId: metadata.causationId,
    clientAddress: metadata.clientAddress,
    userAgent: metadata.userAgent,
  };
}

/** Auditors have no use for the digest, and it is what a stolen value would be compared with. */
function withoutDigest(event: DomainEvent): object {
  return Object.fromEntries(Object.entries(event.data).filter(([field]) => field !== 'digest'));
}
