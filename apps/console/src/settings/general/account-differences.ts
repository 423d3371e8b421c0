import type { Schemas } from '../../api/client.js';

type Account = Schemas['Account'];

const compared = ['name', 'email', 'whenStale', 'usageAddresses', 'apiAccess', 'profile'] as const;

export type ComparedSetting = (typeof compared)[number];

/** What about an account's settings is not as it was. */
export function accountDifferences(
  before: Pick<Account, ComparedSetting>,
  now: Pick<Account, ComparedSetting>,
): readonly ComparedSetting[] {
  return compared.filter((setting) => before[setting] !== now[setting]);
}
