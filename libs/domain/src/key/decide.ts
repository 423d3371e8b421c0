import { assertNever } from '../assert-never.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { changeExpiry, changeLimits, changeScopes, describeKey, updateIpAllowlist } from './change-key.js';
import type { KeyCommand } from './commands.js';
import { createKey } from './create-key.js';
import type { KeyEvent } from './events.js';
import { hasExpired } from './expiry.js';
import { recordExpiry, remindOfDisuse, remindOfExpiry, remindOfRotation } from './follow-clock.js';
import type { ExistingKey, KeyState } from './state.js';
import { completeRotation, changeOverlap, hasEndedOverlap, rotateKey } from './rotate-key.js';
import { disableKey, enableKey, revokeKey } from './switch-key.js';

/**
 * What comes of a command. Refusals of the key as it is come before refusals of what is asked: a revoked key is
 * KEY_ALREADY_REVOKED whatever the command says.
 */
export function decideKey(command: KeyCommand, state: KeyState): readonly KeyEvent[] | Refusal {
  if (command.type === 'CreateKey' || command.type === 'ImportKey') {
    return state.status === 'absent'
      ? createKey(command)
      : refuse('KEY_EXISTS', 'A key with this id exists already.');
  }
  const key = changeableKey(command, state);
  return isRefusal(key) ? key : decideOnExisting(command, key);
}

function decideOnExisting(
  command: Exclude<KeyCommand, { type: 'CreateKey' | 'ImportKey' }>,
  key: ExistingKey,
): readonly KeyEvent[] | Refusal {
  switch (command.type) {
    case 'DescribeKey':
      return describeKey(command, key);
    case 'ChangeScopes':
      return changeScopes(command, key);
    case 'UpdateIpAllowlist':
      return updateIpAllowlist(command, key);
    case 'ChangeLimits':
      return changeLimits(command, key);
    case 'ChangeExpiry':
      return changeExpiry(command, key);
    case 'DisableKey':
      return disableKey(command, key);
    case 'EnableKey':
      return enableKey(command, key);
    case 'RotateKey':
      return rotateKey(command, key);
    case 'ChangeOverlap':
      return changeOverlap(command, key);
    case 'CompleteRotation':
      return completeRotation(command, key);
    case 'RecordExpiry':
      return recordExpiry(command, key);
    case 'RemindOfExpiry':
      return remindOfExpiry(command, key);
    case 'RemindOfRotation':
      return remindOfRotation(command, key);
    case 'RemindOfDisuse':
      return remindOfDisuse(command, key);
    case 'RevokeKey':
      return revokeKey(command, key);
    default:
      return assertNever(command);
  }
}

function changeableKey(command: KeyCommand, state: KeyState): ExistingKey | Refusal {
  if (state.status === 'absent') return refuse('KEY_NOT_FOUND', 'No such key.');
  if (state.status === 'revoked') return refuse('KEY_ALREADY_REVOKED', 'The key has been revoked.');
  if (isForEndedKeysToo(command)) return state;
  if (hasEndedOverlap(state.rotation, command.at)) {
    return refuse('KEY_ALREADY_ROTATED', `Another key took over: ${String(state.rotation?.successorId)}.`);
  }
  // What was recorded holds, even where this clock is behind the one that it was recorded by.
  if (state.expiryRecorded || hasExpired(state.expiresAt, command.at)) {
    return refuse('KEY_ALREADY_EXPIRED', `The key expired at ${String(state.expiresAt)}.`);
  }
  return state;
}

/**
 * A key that has expired or was superseded may still be revoked (it might have leaked) and described (so that it can be
 * told from others); and that it has ended is recorded.
 */
function isForEndedKeysToo({ type }: KeyCommand): boolean {
  return (
    type === 'RevokeKey' || type === 'DescribeKey' || type === 'RecordExpiry' || type === 'CompleteRotation'
  );
}
