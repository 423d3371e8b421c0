import type { AlertsState } from '../alerts/alert-state.js';
import type { ProfileId } from '../profiles/registry.js';
import type { CatalogueDefinition } from './catalogue-definition.js';
import type { WebhooksState } from '../webhooks/webhook-state.js';
import type { UsageAddresses } from './usage-addresses.js';
import type { WhenStale } from './when-stale.js';

export type AccountState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'open';
      readonly accountId: string;
      readonly name: string;
      readonly email: string | null;
      readonly profile: ProfileId;
      /** Null: the account has told us nothing about its API, and any well-formed scope goes. */
      readonly catalogue: CatalogueDefinition | null;
      readonly apiAccess: boolean;
      readonly whenStale: WhenStale;
      readonly alerts: AlertsState;
      readonly usageAddresses: UsageAddresses;
      readonly webhooks: WebhooksState;
    };

export type OpenAccountState = Exclude<AccountState, { status: 'absent' }>;

export const absentAccount: AccountState = { status: 'absent' };
