import type { Decider } from '../decider.js';
import type { KeyCommand } from './commands.js';
import { decideKey } from './decide.js';
import type { KeyEvent } from './events.js';
import { evolveKey } from './evolve.js';
import { absentKey, type KeyState } from './state.js';

/** Commands and events of one key (stream `key-{keyId}`). */
export const keyDecider: Decider<KeyState, KeyCommand, KeyEvent> = {
  initialState: absentKey,
  decide: decideKey,
  evolve: evolveKey,
};
