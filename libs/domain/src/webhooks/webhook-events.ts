import type { WebhookFilter } from './webhook-filter.js';

/** Never with a secret: `secretId` names one that is kept, encrypted, where deliveries are signed. */
interface EndpointIdentity {
  readonly accountId: string;
  readonly endpointId: string;
}

export interface WebhookEndpointAdded {
  readonly type: 'WebhookEndpointAdded';
  readonly data: EndpointIdentity & {
    /** Normalised as WHATWG has it, without credentials or fragment. */
    readonly url: string;
    readonly description: string | null;
    readonly filter: WebhookFilter;
    readonly secretId: string;
    /** ISO 8601 UTC with milliseconds. */
    readonly addedAt: string;
  };
}

/** Why nothing is sent: somebody wants it so, it failed for days, or it said that it is gone for good. */
export const webhookDisabledReasons = ['asked', 'failing', 'gone'] as const;
export type WebhookDisabledReason = (typeof webhookDisabledReasons)[number];

/** Only what changed is present; null clears. */
export interface WebhookEndpointChanged {
  readonly type: 'WebhookEndpointChanged';
  readonly data: EndpointIdentity & {
    readonly url?: string;
    readonly description?: string | null;
    readonly filter?: WebhookFilter;
    /** Null: it is enabled again. */
    readonly disabled?: WebhookDisabledReason | null;
  };
}

export interface WebhookEndpointRemoved {
  readonly type: 'WebhookEndpointRemoved';
  readonly data: EndpointIdentity;
}

/** What is sent is signed with both secrets until the end of the overlap. */
export interface WebhookSecretRotated {
  readonly type: 'WebhookSecretRotated';
  readonly data: EndpointIdentity & {
    readonly secretId: string;
    readonly previousSecretId: string;
    /** ISO 8601 UTC with milliseconds: until then the previous secret signs as well. */
    readonly previousEndsAt: string;
  };
}

export type WebhookEvent =
  WebhookEndpointAdded | WebhookEndpointChanged | WebhookEndpointRemoved | WebhookSecretRotated;

/** Not what a verdict depends on. */
export function isWebhookEvent(event: { readonly type: string }): event is WebhookEvent {
  return Object.hasOwn(webhookEventTypes, event.type);
}

export const webhookEventTypes: Readonly<Record<WebhookEvent['type'], true>> = {
  WebhookEndpointAdded: true,
  WebhookEndpointChanged: true,
  WebhookEndpointRemoved: true,
  WebhookSecretRotated: true,
};
