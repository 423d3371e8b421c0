import type { components } from '../api/product-api.js';

type EventType = components['schemas']['EventType'];

/** What the log records, in the order in which a reader looks for it; held to the log's own list by a test. */
export const eventTypesBySubject = {
  keys: [
    'KeyCreated',
    'KeyImported',
    'KeyDescribed',
    'ScopesChanged',
    'IpAllowlistUpdated',
    'LimitsChanged',
    'ExpiryChanged',
    'KeyDisabled',
    'KeyEnabled',
    'KeyRotated',
    'OverlapChanged',
    'RotationCompleted',
    'KeyExpired',
    'KeyRevoked',
    'ExpiryReminded',
    'RotationReminded',
    'DisuseReminded',
  ],
  account: [
    'AccountOpened',
    'AccountDescribed',
    'ProfileChosen',
    'CatalogueDefined',
    'ApiAccessDisabled',
    'ApiAccessEnabled',
  ],
  alerts: [
    'AlertRaised',
    'AlertRecurred',
    'AlertAcknowledged',
    'AlertResolved',
    'AlertRuleMuted',
    'AlertRuleUnmuted',
    'AlertPolicyChanged',
  ],
  webhooks: [
    'WebhookEndpointAdded',
    'WebhookEndpointChanged',
    'WebhookEndpointRemoved',
    'WebhookSecretRotated',
  ],
} as const satisfies Record<string, readonly EventType[]>;

export type Subject = keyof typeof eventTypesBySubject;
export const subjects: readonly Subject[] = ['keys', 'account', 'alerts', 'webhooks'];

export function eventTypeOf(given: unknown): EventType | undefined {
  return Object.values(eventTypesBySubject)
    .flat()
    .find((type) => type === given);
}
