import type { LedgerEvent } from '@keyledger/contracts';
import { type WebhookEndpoint, evolveWebhooks, isWebhookEvent, passesFilter } from '@keyledger/domain';
import type { EndpointsByAccount, NewDelivery } from './endpoint-table.js';
import { deliveryIdOf, webhookBody } from './webhook-body.js';

export interface FoldedWebhooks {
  readonly endpoints: EndpointsByAccount;
  readonly deliveries: readonly NewDelivery[];
}

/**
 * Goes through events in order: each is for the endpoints as they were when it happened. Nothing is made of events before
 * `tellsFrom` (epoch milliseconds): whoever reads the log again from its start tells nobody what is long past.
 */
export function foldWebhooks(
  endpoints: EndpointsByAccount,
  events: readonly LedgerEvent[],
  tellsFrom: number,
): FoldedWebhooks {
  const folded = new Map(endpoints);
  const deliveries: NewDelivery[] = [];
  for (const recorded of events) {
    const { event, metadata } = recorded;
    const { accountId } = event.data;
    const known = folded.get(accountId) ?? [];
    if (Date.parse(metadata.time) >= tellsFrom) deliveries.push(...deliveriesOf(recorded, known));
    if (isWebhookEvent(event)) folded.set(accountId, evolveWebhooks(known, event));
  }
  return { endpoints: folded, deliveries };
}

function deliveriesOf(recorded: LedgerEvent, endpoints: readonly WebhookEndpoint[]): readonly NewDelivery[] {
  const { event } = recorded;
  const wanting = endpoints.filter((endpoint) => wants(endpoint, event));
  if (wanting.length === 0) return [];
  const body = webhookBody(recorded);
  const keyId = 'keyId' in event.data ? event.data.keyId : null;
  const delivery = { deliveryId: deliveryIdOf(recorded.id), eventType: event.type, keyId, body };
  return wanting.map(({ endpointId }) => ({ endpointId, ...delivery }));
}

/** An endpoint hears nothing about itself: whoever changed it knows. */
function wants({ endpointId, disabled, filter }: WebhookEndpoint, event: LedgerEvent['event']): boolean {
  if (disabled !== null) return false;
  if (isWebhookEvent(event) && event.data.endpointId === endpointId) return false;
  return passesFilter(filter, event);
}
