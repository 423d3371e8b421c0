import type { UsageAddresses, WhenStale } from '@keyledger/domain';
import type { Schemas } from '../../api/client.js';

/** The form's fields. */
export interface AccountDraft {
  readonly name: string;
  /** Empty: none. */
  readonly email: string;
  readonly whenStale: WhenStale;
  readonly usageAddresses: UsageAddresses;
}

export function draftOf({
  name,
  email,
  whenStale,
  usageAddresses,
}: Pick<Schemas['Account'], keyof AccountDraft>): AccountDraft {
  return { name, email: email ?? '', whenStale, usageAddresses };
}

/** The account's fields as the draft leaves them. */
export function accountOf(draft: AccountDraft): Pick<Schemas['Account'], keyof AccountDraft> {
  const [name, email] = [draft.name.trim(), draft.email.trim()];
  return { ...draft, name, email: email === '' ? null : email };
}

/** What of the draft differs from what it began with: only that is sent, so that what others changed meanwhile stays. */
export function descriptionChanges(before: AccountDraft, draft: AccountDraft): Schemas['DescribeAccount'] {
  const { name, email, whenStale, usageAddresses } = draft;
  return {
    ...(name.trim() !== before.name && { name: name.trim() }),
    ...(email.trim() !== before.email && { email: email.trim() === '' ? null : email.trim() }),
    ...(whenStale !== before.whenStale && { whenStale }),
    ...(usageAddresses !== before.usageAddresses && { usageAddresses }),
  };
}
