import type { Decider } from '../decider.js';
import type { AccountCommand } from './commands.js';
import { decideAccount } from './decide.js';
import type { AccountEvent } from './events.js';
import { evolveAccount } from './evolve.js';
import { absentAccount, type AccountState } from './state.js';

/** Commands and events of one account (stream `account-{accountId}`). */
export const accountDecider: Decider<AccountState, AccountCommand, AccountEvent> = {
  initialState: absentAccount,
  decide: decideAccount,
  evolve: evolveAccount,
};
