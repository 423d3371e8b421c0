import { z } from 'zod';
import { ipAllowlistBody, key, permissions } from './keys.js';
import { instant, minPosition, nextCursor, pageQuery } from './scalars.js';

/** What a review points at, each for a reason of its own; docs/review.md says which. */
export const findings = [
  'never-used',
  'idle',
  'no-expiry',
  'over-scoped',
  'rotation-due',
  'shared-across-environments',
  'wildcard-in-production',
] as const;
export type Finding = (typeof findings)[number];

export const finding = z.enum(findings).meta({ id: 'Finding' });

const count = z.number().min(1);
const usedOperation = z
  .strictObject({
    operation: z.string().nullable().meta({ description: 'Null: none was asked about.' }),
    count,
  })
  .meta({ id: 'UsedOperation' });

const usedNetwork = z
  .strictObject({
    network: z.string().nullable().meta({ description: 'A /24 or /48; null: not known, or not kept.' }),
    count,
  })
  .meta({ id: 'UsedNetwork' });

const proposal = z
  .strictObject({
    scopes: z.array(z.string()).nullable().meta({
      description: 'The smallest set that would have let the same requests pass; null: none is smaller.',
    }),
    permissions: permissions.nullable().meta({ description: 'The same in the words of the profile.' }),
    ipAllowlist: ipAllowlistBody.nullable().meta({
      description: 'The smallest list that would have; null: none is smaller, or it is not known from where.',
    }),
    expiresAt: instant
      .nullable()
      .meta({ description: 'Where it has no expiry: when it is due for rotation.' }),
    revoke: z.boolean().meta({ description: 'Nobody has used it for 90 days.' }),
  })
  .meta({ id: 'ReviewProposal' });

const reviewedKey = z
  .strictObject({
    key,
    findings: z.array(finding),
    ageDays: z.int().min(0).meta({ description: 'Since it was created.' }),
    usedOperations: z.array(usedOperation).meta({
      description:
        'Accepted requests, the most frequent first; `(other)`: beyond the 200 that are told apart.',
    }),
    usedNetworks: z.array(usedNetwork).meta({ description: 'The same, by where they came from.' }),
    sharedNetworks: z.array(z.string()).meta({
      description:
        'Up to 20 networks that, in the last 7 days, it and keys of the other side came from: production, or anything else.',
    }),
    unusedScopes: z.array(z.string()).meta({ description: 'Scopes that let nothing pass in that time.' }),
    unusedAddresses: z
      .array(z.string())
      .meta({ description: 'Entries of its list that nothing came from in that time.' }),
    proposal: proposal.nullable().meta({ description: 'Null: nothing is proposed.' }),
  })
  .meta({ id: 'ReviewedKey' });

const since = instant.meta({ description: 'Use since the UTC day that this is in is what was looked at.' });

export const review = z
  .strictObject({ since, items: z.array(reviewedKey), nextCursor })
  .meta({ id: 'Review' });
export type ReviewAnswer = z.infer<typeof review>;

export const reviewSummary = z
  .strictObject({
    since,
    keys: z.int().min(0).meta({ description: 'That were looked at: all that can be used.' }),
    findings: z.array(
      z.strictObject({
        finding,
        keys: z.int().min(0),
        view: z.string().meta({ description: 'Where those keys are listed.' }),
      }),
    ),
  })
  .meta({ id: 'ReviewSummary' });
export type ReviewSummaryAnswer = z.infer<typeof reviewSummary>;

export const reviewDaysDefault = 90;
const daysMax = 730;
const daysMessage = `a whole number of days from 1 to ${daysMax}`;

const days = z
  .string()
  .refine((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= daysMax, { error: daysMessage })
  .transform(Number)
  .optional()
  .meta({ type: 'integer', minimum: 1, maximum: daysMax, description: 'How far back; 90 if not given.' });

/** What a review is of. */
const reviewed = { days, minPosition: minPosition.optional() };

export const reviewQuery = z.strictObject({
  ...reviewed,
  finding: finding.optional().meta({ description: 'Keys that it was found on alone.' }),
  format: z.enum(['json', 'csv']).optional().meta({
    description: 'Instead of an `Accept` header. CSV has all keys, not a page.',
  }),
  ...pageQuery,
});
export type ReviewQuery = z.infer<typeof reviewQuery>;

export const reviewSummaryQuery = z.strictObject(reviewed);
export type ReviewSummaryQuery = z.infer<typeof reviewSummaryQuery>;
