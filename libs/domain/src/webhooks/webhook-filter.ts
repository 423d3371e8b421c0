import type { AlertRule, AlertSeverity } from '../alerts/alert-rules.js';

/** Which events an endpoint is sent: those that pass every list; an empty list lets everything pass. */
export interface WebhookFilter {
  /** Types of events, such as `KeyRevoked`. */
  readonly eventTypes: readonly string[];
  /** Of events about alerts. */
  readonly rules: readonly AlertRule[];
  /** Of alerts that are raised or recur. */
  readonly severities: readonly AlertSeverity[];
  /** Events about no key do not pass where keys are named. */
  readonly keyIds: readonly string[];
}

export const openWebhookFilter: WebhookFilter = { eventTypes: [], rules: [], severities: [], keyIds: [] };

/** Any event, as far as a filter looks at it. */
export interface FilteredEvent {
  readonly type: string;
  readonly data: {
    readonly accountId: string;
    readonly keyId?: string | null;
    readonly rule?: string;
    readonly severity?: string;
  };
}

export function passesFilter(filter: WebhookFilter, { type, data }: FilteredEvent): boolean {
  return (
    passes(filter.eventTypes, type) &&
    passesWherePresent(filter.rules, data.rule) &&
    passesWherePresent(filter.severities, data.severity) &&
    passes(filter.keyIds, data.keyId)
  );
}

function passes(wanted: readonly string[], value: string | null | undefined): boolean {
  return wanted.length === 0 || wanted.some((each) => each === value);
}

/** What has no such property is not what the list is about. */
function passesWherePresent(wanted: readonly string[], value: string | undefined): boolean {
  return value === undefined || passes(wanted, value);
}

/** As it is recorded: each entry once, in a stable order. */
export function normalFilter({ eventTypes, rules, severities, keyIds }: WebhookFilter): WebhookFilter {
  return {
    eventTypes: onceEach(eventTypes),
    rules: onceEach(rules),
    severities: onceEach(severities),
    keyIds: onceEach(keyIds),
  };
}

function onceEach<Entry extends string>(entries: readonly Entry[]): readonly Entry[] {
  return [...new Set(entries)].sort();
}

export function sameFilter(one: WebhookFilter, other: WebhookFilter): boolean {
  return JSON.stringify(normalFilter(one)) === JSON.stringify(normalFilter(other));
}
