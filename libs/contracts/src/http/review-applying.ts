import { codes } from '@keyledger/domain';
import { z } from 'zod';
import { dryRunQuery } from './catalogue.js';
import { confirmationFields } from './fleet.js';
import { keyId } from './keys.js';
import { positionText } from './scalars.js';

/** Parts of a proposal, in the order that they are applied in. */
export const proposalParts = ['scopes', 'ip-allowlist', 'expiry', 'revoke'] as const;
export type ProposalPart = (typeof proposalParts)[number];

/** As many as a page has. */
export const proposalsMax = 200;
const keyIdMaxLength = 100;
const daysMax = 730;

const part = z.enum(proposalParts).meta({ id: 'ProposalPart' });
const parts = z
  .array(part)
  .min(1)
  .max(proposalParts.length)
  .refine((given) => new Set(given).size === given.length, { error: 'each part once' });

const wantedProposal = z
  .strictObject({
    keyId: keyId.min(1).max(keyIdMaxLength),
    revision: z.int().min(0).meta({ description: 'Of the key, as the review showed it.' }),
    apply: parts,
  })
  .meta({ id: 'WantedProposal' });
export type WantedProposal = z.infer<typeof wantedProposal>;

export const applyReviewBody = z
  .strictObject({
    days: z.int().min(1).max(daysMax).optional().meta({
      description: 'How far back the review looked; 90 if not given.',
    }),
    proposals: z
      .array(wantedProposal)
      .min(1)
      .max(proposalsMax)
      .refine((given) => new Set(given.map((each) => each.keyId)).size === given.length, {
        error: 'each key once',
      }),
  })
  .meta({ id: 'ApplyReview' });
export type ApplyReviewBody = z.infer<typeof applyReviewBody>;

export const applyReviewQuery = dryRunQuery;

const appliedProposal = z
  .strictObject({
    keyId,
    outcome: z.enum(['applied', 'unchanged', 'refused']).meta({
      description:
        '`unchanged`: of what was wanted the review proposes nothing now; so it is when it was applied before.',
    }),
    applied: z.array(part).meta({ description: 'In the order of the events.' }),
    skipped: z
      .array(part)
      .meta({ description: 'What the review does not propose for the key as it is now.' }),
    revision: z.int().min(0).nullable().meta({ description: 'Of the key now; null: there is no such key.' }),
    code: z
      .enum(Object.keys(codes) as [string, ...string[]])
      .nullable()
      .meta({ description: 'Why it was refused.' }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'AppliedProposal' });
export type AppliedProposal = z.infer<typeof appliedProposal>;

export const reviewApplied = z
  .strictObject({
    reviewId: z.string().meta({ description: 'The cause (`causationId`) of the events.' }),
    dryRun: z.boolean(),
    items: z.array(appliedProposal).meta({ description: 'In the order of the proposals.' }),
    position: positionText.nullable().meta({ description: 'Of the last event; null: nothing was recorded.' }),
    ...confirmationFields,
  })
  .meta({ id: 'ReviewApplied' });
export type ReviewAppliedAnswer = z.infer<typeof reviewApplied>;
