import {
  defaultProfileId,
  profileIds,
  reasonCodes,
  staleChoices,
  usageAddressChoices,
} from '@keyledger/domain';
import { z } from 'zod';
import { instant, minPosition, nextCursor, pageQuery, positionText } from './scalars.js';
import { commentText, nameText } from './text.js';

export const accountId = z.string().meta({ description: 'The slug of the account.' });

const profile = z.enum(profileIds).meta({
  id: 'Profile',
  description: 'What the account’s keys look like, may hold and are answered with; see docs/profiles.md.',
});

/** Judged by the domain. */
const email = z.string().nullable().meta({
  format: 'email',
  description: 'What credentials of two headers are sent with (`x-api-user`); kept in lower case.',
});

const whenStale = z.enum(staleChoices).meta({
  description:
    'What a verifier that cannot prove itself recent answers about the account’s keys: STALE, or by what it knew last, with `stale: true`. docs/operations.md says what `accept` gives up.',
});

const usageAddresses = z.enum(usageAddressChoices).meta({
  description:
    'What is kept of the addresses that the account’s keys are used from: all, the network alone (/24, /48), or nothing. docs/usage.md says what of.',
});

export const openAccountBody = z
  .strictObject({
    name: nameText,
    profile: profile.default(defaultProfileId),
    email: email.optional(),
    slug: z.string().meta({
      pattern: '^[a-z][a-z0-9-]{0,38}[a-z0-9]$',
      description: '2 to 40 characters: a-z, 0-9 and inner hyphens, a letter first. Cannot change.',
    }),
  })
  .meta({ id: 'OpenAccount' });

export const describeAccountBody = z
  .strictObject({
    name: nameText.optional(),
    email: email.optional(),
    whenStale: whenStale.optional(),
    usageAddresses: usageAddresses.optional(),
  })
  .meta({ id: 'DescribeAccount', description: 'What is absent stays; null clears.' });

export const profileBody = z.strictObject({ profile }).meta({ id: 'ChooseProfile' });

export const reasonCode = z.enum(reasonCodes).meta({
  id: 'ReasonCode',
  description: 'Why somebody disabled or revoked.',
});

/** Body of what takes something away: it always says why. */
export const reasonBody = z
  .strictObject({ reason: reasonCode, comment: commentText.nullable().optional() })
  .meta({ id: 'Reason' });

/** Body of what gives it back. */
export const commentBody = z
  .strictObject({ comment: commentText.nullable().optional() })
  .meta({ id: 'Comment' });

export const actor = z.string().meta({
  description: 'Key id of the admin key that did it, or `system:…` for Keyledger itself.',
});

/** Who last switched something off or on, and why. */
export const lastChange = z
  .strictObject({
    reason: reasonCode.nullable().meta({ description: 'Null where it was given back.' }),
    comment: z.string().nullable(),
    at: instant,
    by: actor,
  })
  .meta({ id: 'LastChange' });
export type LastChangeAnswer = z.infer<typeof lastChange>;

export const account = z
  .strictObject({
    id: accountId,
    name: z.string(),
    profile,
    email,
    apiAccess: z.boolean().meta({ description: 'False: every key of the account is refused.' }),
    apiAccessChange: lastChange.nullable().meta({ description: 'Of the last switch; null: there was none.' }),
    whenStale,
    usageAddresses,
    openedAt: instant,
    openedBy: actor,
    updatedAt: instant,
    revision: z.int().min(0).meta({ description: 'Rises by one with each event of the account.' }),
  })
  .meta({ id: 'Account' });
export type AccountAnswer = z.infer<typeof account>;

export const accountOpened = z
  .strictObject({ account, position: positionText })
  .meta({ id: 'AccountOpened' });
export type AccountOpenedAnswer = z.infer<typeof accountOpened>;

export const accountPage = z
  .strictObject({ items: z.array(account), nextCursor })
  .meta({ id: 'AccountPage' });
export type AccountPageAnswer = z.infer<typeof accountPage>;

export const listAccountsQuery = z.strictObject({ ...pageQuery, minPosition: minPosition.optional() });
export type ListAccountsQuery = z.infer<typeof listAccountsQuery>;

export const freshnessQuery = z.strictObject({ minPosition: minPosition.optional() });
export type FreshnessQuery = z.infer<typeof freshnessQuery>;

export type OpenAccountBody = z.infer<typeof openAccountBody>;
export type DescribeAccountBody = z.infer<typeof describeAccountBody>;
export type ProfileBody = z.infer<typeof profileBody>;
export type ReasonBody = z.infer<typeof reasonBody>;
export type CommentBody = z.infer<typeof commentBody>;

/** What is unwise but was done all the same. */
export const warnings = z
  .array(
    z
      .strictObject({ code: z.string(), detail: z.string() })
      .meta({ id: 'Warning', description: 'Its code is in the table of codes, like those of problems.' }),
  )
  .meta({ description: 'What is unwise about it but was done all the same.' });

/** Answer to a change of something that exists. */
export const changed = z
  .strictObject({
    position: positionText,
    warnings,
    revision: z
      .int()
      .min(0)
      .meta({ description: 'Of the account or key: how many events it has, less one.' }),
  })
  .meta({ id: 'Changed' });
export type ChangedAnswer = z.infer<typeof changed>;
