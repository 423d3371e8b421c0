import { checkComment, checkReason } from '../reason.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import type { DisableKey, EnableKey, RevokeKey } from './commands.js';
import type { KeyEvent } from './events.js';
import { refuseLifting } from './grant.js';
import { type ExistingKey, identityOf } from './state.js';

/** Off for a while, on again, off for good. Doing it twice is refused, so that nobody takes another's act for theirs. */

export function disableKey(command: DisableKey, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const reason = checkReason(command);
  if (isRefusal(reason)) return reason;
  if (key.status === 'disabled') return refuse('KEY_ALREADY_DISABLED', 'The key is disabled already.');
  return [{ type: 'KeyDisabled', data: { ...identityOf(key), ...reason } }];
}

export function enableKey(command: EnableKey, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const comment = checkComment(command.comment);
  if (isRefusal(comment)) return comment;
  if (key.status !== 'disabled') return refuse('KEY_NOT_DISABLED', 'The key is not disabled.');
  return refuseLifting(key, command) ?? [{ type: 'KeyEnabled', data: { ...identityOf(key), comment } }];
}

export function revokeKey(command: RevokeKey, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const reason = checkReason(command);
  if (isRefusal(reason)) return reason;
  return [{ type: 'KeyRevoked', data: { ...identityOf(key), ...reason } }];
}
