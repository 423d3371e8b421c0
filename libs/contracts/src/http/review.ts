import { z } from 'zod';
import { key, permissions } from './keys.js';
import { minPosition, nextCursor, pageQuery } from './scalars.js';

/** What a review points at, each for a reason of its own. */
export const findings = [
  'never-used',
  'idle',
  'no-expiry',
  'over-scoped',
  'rotation-due',
  'wildcard-in-production',
] as const;
export type Finding = (typeof findings)[number];

const usedOperation = z
  .strictObject({
    operation: z.string().nullable().meta({ description: 'Null: none was asked about.' }),
    count: z.int().min(1),
  })
  .meta({ id: 'UsedOperation' });

const reviewedKey = z
  .strictObject({
    key,
    findings: z.array(z.enum(findings)),
    usedOperations: z
      .array(usedOperation)
      .meta({ description: 'Accepted requests, the most frequent first.' }),
    unusedScopes: z.array(z.string()).meta({ description: 'Scopes that let nothing pass in that time.' }),
    proposal: z
      .strictObject({
        scopes: z.array(z.string()),
        permissions: permissions.nullable().meta({ description: 'The same in the words of the profile.' }),
      })
      .nullable()
      .meta({
        description: 'The smallest set that would have let the same requests pass; null: none is smaller.',
      }),
  })
  .meta({ id: 'ReviewedKey' });

export const review = z
  .strictObject({
    since: z.iso.datetime({ precision: 3 }).meta({ description: 'Use since then is what was looked at.' }),
    items: z.array(reviewedKey),
    nextCursor,
  })
  .meta({ id: 'Review' });
export type ReviewAnswer = z.infer<typeof review>;

const daysMax = 730;
const daysMessage = `a whole number of days from 1 to ${daysMax}`;

export const reviewQuery = z.strictObject({
  days: z
    .string()
    .refine((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= daysMax, { error: daysMessage })
    .transform(Number)
    .optional()
    .meta({ type: 'integer', minimum: 1, maximum: daysMax, description: 'How far back; 90 if not given.' }),
  ...pageQuery,
  minPosition: minPosition.optional(),
});
export type ReviewQuery = z.infer<typeof reviewQuery>;
