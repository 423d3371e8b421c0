import type { Schemas } from '../api/client.js';
import { type MaybeAbsent, textOf, withoutAbsent } from '../shell/search-params.js';
import { eventTypeOf } from './event-types.js';

/** Filters and page of the audit log, as they stand in the address bar. */
export interface AuditSearch {
  readonly type?: Schemas['EventType'];
  /** Key id. */
  readonly key?: string;
  /** Key id of whoever did it. */
  readonly actor?: string;
  /** ISO 8601, the first that counts. */
  readonly from?: string;
  /** ISO 8601, the first that no longer counts. */
  readonly to?: string;
  readonly cursor?: string;
}

/** What of an address makes sense; the rest is left out rather than asked of the server. */
export function auditSearchOf(given: Readonly<Record<string, unknown>>): AuditSearch {
  return withoutAbsent<AuditSearch>({
    type: eventTypeOf(given['type']),
    key: textOf(given['key']),
    actor: textOf(given['actor']),
    from: instantOf(given['from']),
    to: instantOf(given['to']),
    cursor: textOf(given['cursor']),
  });
}

/** Another filter shows its first page. */
export function auditFilteredBy(search: AuditSearch, change: Partial<MaybeAbsent<AuditSearch>>): AuditSearch {
  return withoutAbsent<AuditSearch>({ ...search, cursor: undefined, ...change });
}

export function isAuditFiltered({ type, key, actor, from, to }: AuditSearch): boolean {
  return [type, key, actor, from, to].some((filter) => filter !== undefined);
}

/** What an input of date and time holds, which is in the viewer's zone; undefined where it is none. */
export function instantOf(given: unknown): string | undefined {
  const ms = typeof given === 'string' ? Date.parse(given) : Number.NaN;
  return Number.isNaN(ms) || ms < 0 ? undefined : new Date(ms).toISOString();
}

/** The reverse: `2030-01-31T09:30` in the viewer's zone. */
export function inputValueOf(instant: string | undefined): string {
  if (instant === undefined) return '';
  const date = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
