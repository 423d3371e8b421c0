import type { DomainEvent } from '@keyledger/contracts';
import { entityOf } from '../entity.js';
import type { TableOf } from '../table.js';

/** One event, with what it was about taken out for filtering. */
export type AuditLogRow = {
  readonly position: bigint;
  readonly eventId: string;
  readonly type: DomainEvent['type'];
  readonly stream: string;
  readonly revision: number;
  /** Null for events of an account that are not about one of its keys. */
  readonly keyId: string | null;
  readonly accountId: string;
  readonly actor: string;
  readonly time: string;
  /** A `ReasonCode`; of a mute, a text. */
  readonly reason: string | null;
  readonly comment: string | null;
  /** The event's data without the digest of the key's value. */
  readonly data: object;
  readonly requestId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
};

export const auditLogTable: TableOf<AuditLogRow, 'position'> = {
  schema: 'read',
  name: 'audit_log',
  primaryKey: ['position'],
  columns: {
    position: 'bigint',
    eventId: 'text',
    type: 'text',
    stream: 'text',
    revision: 'integer',
    keyId: 'text',
    accountId: 'text',
    actor: 'text',
    time: 'timestamptz',
    reason: 'text',
    comment: 'text',
    data: 'jsonb',
    requestId: 'text',
    correlationId: 'text',
    causationId: 'text',
    clientAddress: 'text',
    userAgent: 'text',
  },
};

export const auditLogEntity = entityOf<AuditLogRow>('AuditLog', auditLogTable);
