import { noAlerts } from '../alerts/alert-state.js';
import { evolveAlerts } from '../alerts/evolve-alerts.js';
import { evolveWebhooks } from '../webhooks/evolve-webhooks.js';
import { isWebhookEvent } from '../webhooks/webhook-events.js';
import { noWebhooks } from '../webhooks/webhook-state.js';
import type { AccountEvent } from './events.js';
import type { AccountState, OpenAccountState } from './state.js';

/** Folds one event into the state; what comes before the opening, and a second opening, change nothing. */
export function evolveAccount(state: AccountState, event: AccountEvent): AccountState {
  return state.status === 'absent' ? begin(state, event) : change(state, event);
}

function begin(state: AccountState, event: AccountEvent): AccountState {
  if (event.type !== 'AccountOpened') return state;
  const { accountId, name, email, profile } = event.data;
  const chosen = { catalogue: null, apiAccess: true, whenStale: 'refuse', usageAddresses: 'full' } as const;
  return {
    status: 'open',
    accountId,
    name,
    email,
    profile,
    ...chosen,
    alerts: noAlerts,
    webhooks: noWebhooks,
  };
}

function change(state: OpenAccountState, event: AccountEvent): OpenAccountState {
  switch (event.type) {
    case 'AccountOpened':
      return state;
    case 'AccountDescribed': {
      const { name = state.name, email = state.email, whenStale = state.whenStale } = event.data;
      const { usageAddresses = state.usageAddresses } = event.data;
      return { ...state, name, email, whenStale, usageAddresses };
    }
    case 'ProfileChosen':
      return { ...state, profile: event.data.profile };
    case 'CatalogueDefined':
      return { ...state, catalogue: event.data.catalogue };
    case 'ApiAccessDisabled':
      return { ...state, apiAccess: false };
    case 'ApiAccessEnabled':
      return { ...state, apiAccess: true };
    default: {
      if (isWebhookEvent(event)) return { ...state, webhooks: evolveWebhooks(state.webhooks, event) };
      const alerts = evolveAlerts(state.alerts, event);
      return alerts === state.alerts ? state : { ...state, alerts };
    }
  }
}
