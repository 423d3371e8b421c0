import type { WebhookDisabledReason } from './webhook-events.js';
import type { WebhookFilter } from './webhook-filter.js';

export interface WebhookSecretUse {
  readonly secretId: string;
  /** ISO 8601: signs until then; null: until it is rotated. */
  readonly endsAt: string | null;
}

export interface WebhookEndpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly description: string | null;
  readonly filter: WebhookFilter;
  /** Null: it is enabled. */
  readonly disabled: WebhookDisabledReason | null;
  /** The newest first, and the one before it: two at most. */
  readonly secrets: readonly WebhookSecretUse[];
  readonly addedAt: string;
}

/** In the order in which they were added, at most `webhookEndpointsMax`. */
export type WebhooksState = readonly WebhookEndpoint[];

export const webhookEndpointsMax = 20;

export const noWebhooks: WebhooksState = [];

export function webhookOf(webhooks: WebhooksState, endpointId: string): WebhookEndpoint | undefined {
  return webhooks.find((endpoint) => endpoint.endpointId === endpointId);
}
