import { z } from 'zod';
import { limitState } from './limits.js';
import { fieldError } from './problem.js';

/** Wide enough for any key, so that a wrong value is a verdict and not a bad request. */
const credentialMaxLength = 8_192;
const operationMaxLength = 200;
const addressMaxLength = 100;
/** As much as a request's headers may have; the start of it is kept. */
const userAgentMaxLength = 8_192;

const minPosition = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/)
  .meta({
    description: 'An answer as of an earlier position is not wanted: waits a second for it, then STALE.',
  });

export const verifyBody = z
  .strictObject({
    key: z.string().max(credentialMaxLength).meta({ description: 'The value that the caller presented.' }),
    user: z
      .string()
      .max(addressMaxLength * 4)
      .optional()
      .meta({
        description: 'Who the value was said to be of, where it came in two headers (`x-api-user`).',
      }),
    operation: z.string().max(operationMaxLength).optional().meta({ description: '`namespace:Operation`.' }),
    clientAddress: z.string().max(addressMaxLength).optional(),
    userAgent: z
      .string()
      .max(userAgentMaxLength)
      .optional()
      .meta({ description: 'Of the request that presented the key; 200 characters of it are recorded.' }),
    account: z.string().max(addressMaxLength).optional().meta({ description: 'Keys of others are unknown.' }),
    minPosition: minPosition.optional(),
  })
  .meta({ id: 'VerifyQuestion' });

/** Questions of one batch. */
export const batchQuestionsMax = 1_000;

export const verifyBatchBody = z
  .strictObject({
    questions: z.array(verifyBody).max(batchQuestionsMax),
    minPosition: minPosition.optional().meta({ description: 'For each of the questions.' }),
  })
  .meta({ id: 'VerifyBatch' });

export const verdict = z
  .strictObject({
    valid: z.boolean(),
    code: z.string().meta({
      description:
        'VALID, or why not, the first that applies: STALE, MALFORMED_KEY, SECRET_REQUIRED, UNKNOWN_KEY, INVALID_SECRET, KEY_REVOKED, ' +
        'KEY_ROTATED, KEY_EXPIRED, KEY_DISABLED, API_ACCESS_DISABLED, ADDRESS_NOT_ALLOWED, INSUFFICIENT_SCOPE, RATE_LIMITED, QUOTA_EXCEEDED.',
    }),
    keyId: z.string().nullable(),
    account: z.string().nullable(),
    scope: z.string().nullable().meta({ description: 'The scope that decided.' }),
    asOf: z.string().meta({ description: 'The position that the answer is as of.' }),
    stale: z.boolean().meta({
      description:
        'True: the verifier could not prove itself recent enough. Its code is STALE, or the account chose to be answered all the same.',
    }),
    limits: z.array(limitState).optional().meta({
      description:
        'What is left of the limits of the key, where all else admits; absent: it has none, or they had no say.',
    }),
    stalenessMs: z.number().min(0).meta({ description: 'How old the proof of freshness is.' }),
  })
  .meta({ id: 'Verdict' });

/** The same before its questions are looked at: each is judged by itself. */
export const verifyBatchEnvelope = verifyBatchBody.extend({ questions: z.array(z.unknown()) });

/** A question of the wrong shape has its answer too, so that `valid` can be read off every one of them. */
export const batchedVerdict = verdict
  .extend({
    errors: z
      .array(fieldError)
      .optional()
      .meta({ description: 'Where the question is wrong; its code is INVALID_REQUEST then.' }),
  })
  .meta({ id: 'BatchedVerdict' });

export const verifyBatchAnswer = z
  .strictObject({
    answers: z.array(batchedVerdict).meta({ description: 'One for each question, in their order.' }),
  })
  .meta({ id: 'VerifyBatchAnswer' });

export type VerifyBatchAnswer = z.infer<typeof verifyBatchAnswer>;
export type BatchedVerdictAnswer = z.infer<typeof batchedVerdict>;
export type VerifyQuestion = z.infer<typeof verifyBody>;
export type VerdictAnswer = z.infer<typeof verdict>;
