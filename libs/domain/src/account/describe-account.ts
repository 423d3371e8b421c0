import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { holdsKey } from '../formats/find-keys.js';
import { checkText } from '../text/plain-text.js';
import { quoted } from '../text/quoted.js';
import type { DescribeAccount } from './commands.js';
import type { AccountDescribed, AccountEvent } from './events.js';
import { isReservedSlug } from './slug.js';
import type { OpenAccountState } from './state.js';

/** Enough to tell an address from something else; only its owner's mail server knows whether it is one. */
const emailText = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,255}$/u;

export function describeAccount(
  command: DescribeAccount,
  { accountId, ...before }: OpenAccountState,
): readonly AccountEvent[] | Refusal {
  const name = command.name === undefined ? before.name : checkAccountName(command.name);
  if (isRefusal(name)) return name;
  const email = command.email === undefined ? before.email : checkEmail(command.email);
  if (isRefusal(email)) return email;
  const whenStale = command.whenStale ?? before.whenStale;
  if (whenStale === 'accept' && isReservedSlug(accountId)) {
    return refuse(
      'ACCOUNT_RESERVED',
      'Admin keys are not accepted by a verifier that may not know the latest.',
    );
  }
  const usageAddresses = command.usageAddresses ?? before.usageAddresses;
  const changed: Omit<AccountDescribed['data'], 'accountId'> = {
    ...(name === before.name ? {} : { name }),
    ...(email === before.email ? {} : { email }),
    ...(whenStale === before.whenStale ? {} : { whenStale }),
    ...(usageAddresses === before.usageAddresses ? {} : { usageAddresses }),
  };
  if (Object.keys(changed).length === 0) return [];
  return [{ type: 'AccountDescribed', data: { accountId, ...changed } }];
}

export function checkAccountName(name: unknown): string | Refusal {
  return checkText(name, { what: 'name', code: 'INVALID_NAME', required: true, lengthMax: 100 });
}

/** As it is compared: addresses are told apart regardless of case. */
export function checkEmail(email: unknown): string | null | Refusal {
  if (email === null) return null;
  if (typeof email === 'string' && emailText.test(email) && !holdsKey(email)) return email.toLowerCase();
  return refuse('INVALID_EMAIL', `${quoted(email)} is not an e-mail address.`);
}
