import { type AlertEvent, alertEventTypes } from '../alerts/alert-events.js';
import { type WebhookEvent, webhookEventTypes } from '../webhooks/webhook-events.js';
import type { ProfileId } from '../profiles/registry.js';
import type { Reason } from '../reason.js';
import type { CatalogueDefinition } from './catalogue-definition.js';
import type { UsageAddresses } from './usage-addresses.js';
import type { WhenStale } from './when-stale.js';

/** The account id is its slug: unique by the name of its stream. */
export interface AccountOpened {
  readonly type: 'AccountOpened';
  readonly data: {
    readonly accountId: string;
    readonly name: string;
    readonly profile: ProfileId;
    /** Address of the account's owner, where one was given: what tokens of two headers go with (TX-6). */
    readonly email: string | null;
  };
}

/** Only what changed is present; null clears. */
export interface AccountDescribed {
  readonly type: 'AccountDescribed';
  readonly data: {
    readonly accountId: string;
    readonly name?: string;
    readonly email?: string | null;
    readonly whenStale?: WhenStale;
    readonly usageAddresses?: UsageAddresses;
  };
}

export interface ProfileChosen {
  readonly type: 'ProfileChosen';
  readonly data: {
    readonly accountId: string;
    readonly profile: ProfileId;
    readonly previousProfile: ProfileId;
  };
}

/** The whole catalogue as it is from now on. */
export interface CatalogueDefined {
  readonly type: 'CatalogueDefined';
  readonly data: { readonly accountId: string; readonly catalogue: CatalogueDefinition };
}

/** The company-wide switch (XD-4): every key of the account is refused while it is off. */
export interface ApiAccessDisabled {
  readonly type: 'ApiAccessDisabled';
  readonly data: { readonly accountId: string } & Reason;
}

export interface ApiAccessEnabled {
  readonly type: 'ApiAccessEnabled';
  readonly data: { readonly accountId: string; readonly comment: string | null };
}

export type AccountEvent =
  | AccountOpened
  | AccountDescribed
  | ProfileChosen
  | CatalogueDefined
  | ApiAccessDisabled
  | ApiAccessEnabled
  | AlertEvent
  | WebhookEvent;

/** By the stream that it is in, account or key. */
export function isAccountEvent(event: { readonly type: string }): event is AccountEvent {
  return Object.hasOwn(accountEventTypes, event.type);
}

const accountEventTypes: Readonly<Record<AccountEvent['type'], true>> = {
  AccountOpened: true,
  AccountDescribed: true,
  ProfileChosen: true,
  CatalogueDefined: true,
  ApiAccessDisabled: true,
  ApiAccessEnabled: true,
  ...alertEventTypes,
  ...webhookEventTypes,
};
