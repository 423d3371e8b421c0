import { assertNever } from '../assert-never.js';
import { checkComment, checkReason } from '../reason.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { checkText } from '../text/plain-text.js';
import { quoted } from '../text/quoted.js';
import type { AccountCommand, DisableApiAccess, EnableApiAccess, OpenAccount } from './commands.js';
import type { AccountEvent } from './events.js';
import { isReservedSlug, isSlug } from './slug.js';
import { type AccountState, type OpenAccountState } from './state.js';

export function decideAccount(
  command: AccountCommand,
  state: AccountState,
): readonly AccountEvent[] | Refusal {
  if (command.type === 'OpenAccount') {
    return state.status === 'absent' ? openAccount(command) : refuseTaken(command.accountId);
  }
  if (state.status === 'absent') return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
  switch (command.type) {
    case 'DisableApiAccess':
      return disableApiAccess(command, state);
    case 'EnableApiAccess':
      return enableApiAccess(command, state);
    default:
      return assertNever(command);
  }
}

function openAccount({ accountId, name, reserved }: OpenAccount): readonly AccountEvent[] | Refusal {
  if (!isSlug(accountId)) return refuse('INVALID_SLUG', `${quoted(accountId)} is not a slug.`);
  if (isReservedSlug(accountId) && reserved !== true) return refuseTaken(accountId);
  const text = checkText(name, { what: 'name', code: 'INVALID_NAME', required: true, lengthMax: 100 });
  if (isRefusal(text)) return text;
  return [{ type: 'AccountOpened', data: { accountId, name: text, profile: 'keyledger' } }];
}

function disableApiAccess(
  command: DisableApiAccess,
  { accountId, apiAccess }: OpenAccountState,
): readonly AccountEvent[] | Refusal {
  const reason = checkReason(command);
  if (isRefusal(reason)) return reason;
  if (isReservedSlug(accountId)) {
    return refuse(
      'ACCOUNT_RESERVED',
      'Without API access of its own account nobody could switch it on again.',
    );
  }
  if (!apiAccess) return refuse('API_ACCESS_ALREADY_DISABLED', 'API access is switched off already.');
  return [{ type: 'ApiAccessDisabled', data: { accountId, ...reason } }];
}

function enableApiAccess(
  command: EnableApiAccess,
  { accountId, apiAccess }: OpenAccountState,
): readonly AccountEvent[] | Refusal {
  const comment = checkComment(command.comment);
  if (isRefusal(comment)) return comment;
  if (apiAccess) return refuse('API_ACCESS_NOT_DISABLED', 'API access is not switched off.');
  return [{ type: 'ApiAccessEnabled', data: { accountId, comment } }];
}

function refuseTaken(accountId: string): Refusal {
  return refuse('ACCOUNT_EXISTS', `The slug ${quoted(accountId)} is taken or reserved.`);
}
