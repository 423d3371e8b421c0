import { z } from 'zod';

/** Wide enough for any key, so that a wrong value is a verdict and not a bad request. */
const credentialMaxLength = 8_192;
const operationMaxLength = 200;
const addressMaxLength = 100;

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
    account: z.string().max(addressMaxLength).optional().meta({ description: 'Keys of others are unknown.' }),
    minPosition: z
      .string()
      .regex(/^(0|[1-9]\d{0,18})$/)
      .optional(),
  })
  .meta({ id: 'VerifyQuestion' });

export const verdict = z
  .strictObject({
    valid: z.boolean(),
    code: z.string().meta({
      description:
        'VALID, or why not, the first that applies: STALE, MALFORMED_KEY, SECRET_REQUIRED, UNKNOWN_KEY, INVALID_SECRET, KEY_REVOKED, ' +
        'KEY_ROTATED, KEY_EXPIRED, KEY_DISABLED, API_ACCESS_DISABLED, ADDRESS_NOT_ALLOWED, INSUFFICIENT_SCOPE.',
    }),
    keyId: z.string().nullable(),
    account: z.string().nullable(),
    scope: z.string().nullable().meta({ description: 'The scope that decided.' }),
    asOf: z.string().meta({ description: 'The position that the answer is as of.' }),
    stalenessMs: z.number().min(0).meta({ description: 'How old the proof of freshness is.' }),
  })
  .meta({ id: 'Verdict' });

export type VerifyQuestion = z.infer<typeof verifyBody>;
export type VerdictAnswer = z.infer<typeof verdict>;
