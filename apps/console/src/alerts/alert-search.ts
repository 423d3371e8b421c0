import { type AlertRule, type AlertSeverity, alertRules, alertSeverities } from '@keyledger/domain';

export const alertStatuses = ['open', 'acknowledged', 'resolved'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

export const statusChoices = [...alertStatuses, 'all'] as const;
export type StatusChoice = (typeof statusChoices)[number];

/** Filters and page of the inbox, as they stand in the address bar. */
export interface AlertSearch {
  /** Open ones if not given. */
  readonly status?: StatusChoice;
  readonly rule?: AlertRule;
  readonly severity?: AlertSeverity;
  readonly keyId?: string;
  readonly cursor?: string;
}

type Draft = { readonly [Name in keyof AlertSearch]: AlertSearch[Name] | undefined };

/** What of an address makes sense; the rest is left out rather than asked of the server. */
export function alertSearchOf(given: Readonly<Record<string, unknown>>): AlertSearch {
  return withoutAbsent({
    status: statusChoices.find((status) => status === given['status'] && status !== 'open'),
    rule: alertRules.find((rule) => rule === given['rule']),
    severity: alertSeverities.find((severity) => severity === given['severity']),
    keyId: textOf(given['keyId']),
    cursor: textOf(given['cursor']),
  });
}

/** Another filter shows its first page. */
export function filteredBy(search: AlertSearch, change: Partial<Draft>): AlertSearch {
  return alertSearchOf({ ...search, cursor: undefined, ...change });
}

/** What the server is asked for. */
export function alertQueryOf({ status = 'open', ...rest }: AlertSearch) {
  return { ...rest, ...(status !== 'all' && { status }) };
}

function withoutAbsent(draft: Draft): AlertSearch {
  return Object.fromEntries(Object.entries<unknown>(draft).filter(([, value]) => value !== undefined));
}

function textOf(given: unknown): string | undefined {
  if (typeof given === 'number') return String(given); // the router reads what looks like a number as one
  return typeof given === 'string' && given !== '' ? given : undefined;
}
