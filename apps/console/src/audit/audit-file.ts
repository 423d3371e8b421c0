import type { Schemas } from '../api/client.js';
import { csvOf } from './csv.js';

const columns = [
  'time',
  'position',
  'type',
  'account',
  'key',
  'revision',
  'actor',
  'reason',
  'comment',
  'clientAddress',
  'userAgent',
  'requestId',
  'correlationId',
  'causationId',
  'id',
] as const satisfies readonly (keyof Schemas['AuditEntry'])[];

/** A line for each entry; the facts of the event as JSON in the last column. */
export function auditAsCsv(entries: readonly Schemas['AuditEntry'][]): string {
  const rows = entries.map((entry) => [
    ...columns.map((column) => String(entry[column] ?? '')),
    JSON.stringify(entry.data),
  ]);
  return csvOf([...columns, 'data'], rows);
}

export function auditAsJson(entries: readonly Schemas['AuditEntry'][]): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}
