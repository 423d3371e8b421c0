import type { AlertSeverity } from '@keyledger/domain';
import type { Schemas } from '../../api/client.js';

/** The form's fields. */
export interface WebhookDraft {
  readonly url: string;
  readonly description: string;
  /** None: all. */
  readonly eventTypes: readonly Schemas['EventType'][];
  readonly severities: readonly AlertSeverity[];
  readonly enabled: boolean;
}

/** @param webhook undefined: a new one */
export function draftOf(
  webhook: Pick<Schemas['Webhook'], 'url' | 'description' | 'filter' | 'enabled'> | undefined,
): WebhookDraft {
  return {
    url: webhook?.url ?? '',
    description: webhook?.description ?? '',
    eventTypes: webhook?.filter.eventTypes ?? [],
    severities: webhook?.filter.severities ?? [],
    enabled: webhook?.enabled ?? true,
  };
}

/** Whether it is worth asking the server, which judges the address in full. */
export function isSendable({ url }: Pick<WebhookDraft, 'url'>): boolean {
  return /^https?:\/\/[^\s/]+/.test(url.trim());
}
