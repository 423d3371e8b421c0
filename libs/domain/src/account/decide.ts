import { decideAlerts } from '../alerts/decide-alerts.js';
import { type ProfileId, isProfileId, profileIds } from '../profiles/registry.js';
import { checkComment, checkReason } from '../reason.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { quoted } from '../text/quoted.js';
import { decideWebhooks } from '../webhooks/decide-webhooks.js';
import { isWebhookCommand } from '../webhooks/webhook-commands.js';
import type {
  AccountCommand,
  ChooseProfile,
  DefineCatalogue,
  DisableApiAccess,
  EnableApiAccess,
  OpenAccount,
} from './commands.js';
import { checkCatalogue, sameCatalogue } from './check-catalogue.js';
import { checkAccountName, checkEmail, describeAccount } from './describe-account.js';
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
    case 'DescribeAccount':
      return describeAccount(command, state);
    case 'ChooseProfile':
      return chooseProfile(command, state);
    case 'DefineCatalogue':
      return defineCatalogue(command, state);
    case 'DisableApiAccess':
      return disableApiAccess(command, state);
    case 'EnableApiAccess':
      return enableApiAccess(command, state);
    default:
      return isWebhookCommand(command)
        ? decideWebhooks(command, state.webhooks)
        : decideAlerts(command, state.alerts);
  }
}

function openAccount(command: OpenAccount): readonly AccountEvent[] | Refusal {
  const { accountId, reserved } = command;
  if (!isSlug(accountId)) return refuse('INVALID_SLUG', `${quoted(accountId)} is not a slug.`);
  if (isReservedSlug(accountId) && reserved !== true) return refuseTaken(accountId);
  const name = checkAccountName(command.name);
  if (isRefusal(name)) return name;
  const profile = checkProfile(command.profile);
  if (isRefusal(profile)) return profile;
  const email = checkEmail(command.email);
  if (isRefusal(email)) return email;
  return [{ type: 'AccountOpened', data: { accountId, name, profile, email } }];
}

/** Keys keep the format that they were made in, so a new profile could not read them. */
function chooseProfile(
  command: ChooseProfile,
  { accountId, profile: previousProfile }: OpenAccountState,
): readonly AccountEvent[] | Refusal {
  const profile = checkProfile(command.profile);
  if (isRefusal(profile)) return profile;
  if (profile === previousProfile) return [];
  if (isReservedSlug(accountId)) {
    return refuse('ACCOUNT_RESERVED', 'Admin keys are of the profile keyledger.');
  }
  if (command.liveKeys > 0) {
    return refuse('PROFILE_IN_USE', `Keys of the old format live: ${command.liveKeys}. Revoke them first.`);
  }
  return [{ type: 'ProfileChosen', data: { accountId, profile, previousProfile } }];
}

function defineCatalogue(
  command: DefineCatalogue,
  { accountId, profile, catalogue: before }: OpenAccountState,
): readonly AccountEvent[] | Refusal {
  if (isReservedSlug(accountId)) {
    return refuse('ACCOUNT_RESERVED', 'The operations of Keyledger itself are what they are.');
  }
  const catalogue = checkCatalogue(command.catalogue, profile);
  if (isRefusal(catalogue)) return catalogue;
  if (before !== null && sameCatalogue(before, catalogue)) return [];
  return [{ type: 'CatalogueDefined', data: { accountId, catalogue } }];
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

function checkProfile(profile: unknown): ProfileId | Refusal {
  if (isProfileId(profile)) return profile;
  return refuse('INVALID_PROFILE', `${quoted(profile)} is not one of ${profileIds.join(', ')}.`);
}

function refuseTaken(accountId: string): Refusal {
  return refuse('ACCOUNT_EXISTS', `The slug ${quoted(accountId)} is taken or reserved.`);
}
