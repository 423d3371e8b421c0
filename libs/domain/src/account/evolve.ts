import { assertNever } from '../assert-never.js';
import type { AccountEvent } from './events.js';
import type { AccountState } from './state.js';

/** Folds one event into the state; what comes before the opening, and a second opening, change nothing. */
export function evolveAccount(state: AccountState, event: AccountEvent): AccountState {
  if (state.status === 'absent') return begin(state, event);
  switch (event.type) {
    case 'AccountOpened':
      return state;
    case 'ApiAccessDisabled':
      return { ...state, apiAccess: false };
    case 'ApiAccessEnabled':
      return { ...state, apiAccess: true };
    default:
      return assertNever(event);
  }
}

function begin(state: AccountState, event: AccountEvent): AccountState {
  if (event.type !== 'AccountOpened') return state;
  const { accountId, name } = event.data;
  return { status: 'open', accountId, name, apiAccess: true };
}
