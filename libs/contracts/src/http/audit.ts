import { z } from 'zod';
import type { DomainEvent } from '../events/ledger-event.js';
import { currentVersions } from '../events/upcasters.js';
import { actor } from './accounts.js';
import {
  filterText,
  instant,
  instantFilter,
  minPosition,
  nextCursor,
  pageQuery,
  positionText,
} from './scalars.js';

/** Every type of event that is recorded. */
export const eventTypes = Object.keys(currentVersions) as readonly DomainEvent['type'][];
const eventType = z.enum(eventTypes).meta({ id: 'EventType' });

export const auditEntry = z
  .strictObject({
    id: z.uuid(),
    position: positionText,
    type: eventType,
    account: z.string(),
    key: z
      .string()
      .nullable()
      .meta({ description: 'Key id; null for events of the account that are not about one of its keys.' }),
    revision: z.int().min(0),
    time: instant,
    actor,
    reason: z.string().nullable(),
    comment: z.string().nullable(),
    data: z.record(z.string(), z.unknown()).meta({ description: 'The facts of the event.' }),
    requestId: z.string(),
    correlationId: z.string(),
    causationId: z.string(),
    clientAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryAnswer = z.infer<typeof auditEntry>;

export const auditPage = z.strictObject({ items: z.array(auditEntry), nextCursor }).meta({ id: 'AuditPage' });
export type AuditPageAnswer = z.infer<typeof auditPage>;

export const historyQuery = z.strictObject({ ...pageQuery, minPosition: minPosition.optional() });
export type HistoryQuery = z.infer<typeof historyQuery>;

export const auditQuery = z.strictObject({
  key: filterText.optional().meta({ description: 'Key id.' }),
  account: filterText.optional().meta({ description: 'Account id.' }),
  actor: filterText.optional(),
  type: eventType.optional(),
  from: instantFilter.optional().meta({ description: 'Not before; ISO 8601.' }),
  to: instantFilter.optional().meta({ description: 'Before; ISO 8601.' }),
  ...pageQuery,
  minPosition: minPosition.optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;
