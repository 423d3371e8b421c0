import type { HttpOperation } from '@keyledger/contracts';
import type { JsonSchema } from './json-schema.js';

const idSchema = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' };

const requestHeaders: readonly JsonSchema[] = [
  {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: 'Your id of the request: echoed, logged and recorded. One is made if it is missing.',
    schema: idSchema,
  },
  {
    name: 'X-Correlation-Id',
    in: 'header',
    required: false,
    description: 'Recorded with the events that come of the request; the request id if it is missing.',
    schema: idSchema,
  },
];

const preferHeader: JsonSchema = {
  name: 'Prefer',
  in: 'header',
  required: false,
  description:
    'RFC 7240. `wait=N`: hold the answer until every verifier has applied the change, for N seconds (60 at most).',
  schema: { type: 'string', example: 'wait=5' },
};

const ifMatchHeader: JsonSchema = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'RFC 9110. The `ETag` under which you know it: where what you change has changed since, nothing is done (`412`).',
  schema: { type: 'string', example: '"3"' },
};

const idempotencyKeyHeader: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Of several requests with the same one, the first creates a key alone; the others are told which (`409`). Send one wherever a ' +
    'request may be sent twice.',
  schema: { type: 'string', minLength: 1, maxLength: 200, example: '8e03978e-40d5-43e8-bc93-6894a57f9324' },
};

/** What every operation takes, what those take whose effect may be waited for, and what changes at a revision take. */
export function headerParameters({ confirmable, codes }: HttpOperation): readonly JsonSchema[] {
  return [
    ...requestHeaders,
    ...(confirmable === true ? [preferHeader] : []),
    ...(codes.includes('REVISION_MISMATCH') ? [ifMatchHeader] : []),
    ...(codes.includes('ALREADY_CREATED') ? [idempotencyKeyHeader] : []),
  ];
}

/** Of answers that may have been held. */
export const confirmationHeaders = {
  'Preference-Applied': 'RFC 7240: how long the answer might have been held.',
  'Keyledger-Confirmation': 'Where it was asked for: `complete` or `incomplete`.',
};
