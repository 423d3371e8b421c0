import { assertNever } from '../assert-never.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { changeExpiry, changeScopes, describeKey, updateIpAllowlist } from './change-key.js';
import type { KeyCommand } from './commands.js';
import { createKey } from './create-key.js';
import type { KeyEvent } from './events.js';
import { hasExpired } from './expiry.js';
import type { ExistingKey, KeyState } from './state.js';
import { disableKey, enableKey, revokeKey } from './switch-key.js';

/**
 * What comes of a command. Refusals of the key as it is come before refusals of what is asked: a revoked key is
 * KEY_ALREADY_REVOKED whatever the command says.
 */
export function decideKey(command: KeyCommand, state: KeyState): readonly KeyEvent[] | Refusal {
  if (command.type === 'CreateKey') {
    return state.status === 'absent'
      ? createKey(command)
      : refuse('KEY_EXISTS', 'A key with this id exists already.');
  }
  const key = changeableKey(command, state);
  if (isRefusal(key)) return key;
  switch (command.type) {
    case 'DescribeKey':
      return describeKey(command, key);
    case 'ChangeScopes':
      return changeScopes(command, key);
    case 'UpdateIpAllowlist':
      return updateIpAllowlist(command, key);
    case 'ChangeExpiry':
      return changeExpiry(command, key);
    case 'DisableKey':
      return disableKey(command, key);
    case 'EnableKey':
      return enableKey(command, key);
    case 'RevokeKey':
      return revokeKey(command, key);
    default:
      return assertNever(command);
  }
}

function changeableKey(command: KeyCommand, state: KeyState): ExistingKey | Refusal {
  if (state.status === 'absent') return refuse('KEY_NOT_FOUND', 'No such key.');
  if (state.status === 'revoked') return refuse('KEY_ALREADY_REVOKED', 'The key has been revoked.');
  if (hasExpired(state.expiresAt, command.at) && !isForExpiredKeysToo(command)) {
    return refuse('KEY_ALREADY_EXPIRED', `The key expired at ${String(state.expiresAt)}.`);
  }
  return state;
}

/** An expired key may still be revoked (it might have leaked) and described (so that it can be told from others). */
function isForExpiredKeysToo({ type }: KeyCommand): boolean {
  return type === 'RevokeKey' || type === 'DescribeKey';
}
