import type { JsonSchema } from './json-schema.js';

const text: JsonSchema = { type: 'string' };

function header(name: string, description: string, example?: string): JsonSchema {
  const parameter = { name, in: 'header', required: false, description, schema: text };
  return example === undefined ? parameter : { ...parameter, example };
}

const account: JsonSchema = {
  name: 'account',
  in: 'path',
  required: true,
  description: 'The slug of the account whose API is behind the gateway.',
  schema: text,
  example: 'acme',
};

const gateway = header(
  'X-Keyledger-Gateway',
  'The `GATEWAY_SECRET`, where one is set: without it the answer is `GATEWAY_NOT_RECOGNISED`.',
);

const operation = header(
  'X-Keyledger-Operation',
  'The operation, where the catalogue has no routes; where it has some, the two have to agree.',
  'orders:Create',
);

/** Of `/v1/authorize/{account}`. */
export const parametersInHeaders: readonly JsonSchema[] = [
  account,
  {
    name: 'operation',
    in: 'query',
    required: false,
    description: 'The operation that every request is one of. It counts before routes and headers.',
    schema: text,
    example: 'orders:Create',
  },
  {
    name: 'refusal',
    in: 'query',
    required: false,
    description: '`headers`: a refusal comes as 403 whose headers say all, for nginx.',
    schema: { type: 'string', enum: ['headers'] },
  },
  gateway,
  header('X-Original-Method', 'The method that the client used. With `X-Original-URI`.', 'POST'),
  header('X-Original-URI', 'What the client asked the gateway for. A query is not looked at.', '/orders'),
  header('X-Forwarded-Method', 'As `X-Original-Method`; who sends both pairs is not believed.'),
  header('X-Forwarded-Uri', 'As `X-Original-URI`.'),
  operation,
];

/** Of `/v1/authorize/{account}/{path}`. */
export const parametersAfterPrefix: readonly JsonSchema[] = [
  account,
  {
    name: 'path',
    in: 'path',
    required: true,
    description:
      'The rest of the URL is the client’s own, slashes and query and all; so is the method. For Envoy.',
    schema: text,
    example: 'orders/7',
  },
  gateway,
  operation,
];

const limits = {
  'RateLimit-Policy': 'draft-ietf-httpapi-ratelimit-headers-10: the limits of the key, where it has some.',
  RateLimit: 'The same: what is left of each.',
};

/** Of 200. */
export const headersOfAllowed = {
  'X-Keyledger-Key-Id': 'The key.',
  'X-Keyledger-Account': 'Its account.',
  'X-Keyledger-Operation': 'The operation that the request is a call of, where that is known.',
  'X-Keyledger-Scope': 'The scope that decided, where an operation is known.',
  'X-Keyledger-As-Of': 'The position of the log that the verdict is as of.',
  'X-Keyledger-Stale':
    '`true`: it cannot be proved to be recent; the account chose to be answered all the same.',
  ...limits,
};

/** Of refusals. */
export const headersOfRefused = {
  'WWW-Authenticate': 'With 401 and 403, where the profile has challenges (RFC 6750).',
  ...limits,
  'Retry-After': 'Seconds, where waiting may help.',
};

/** Of 403, besides, with `refusal=headers`. */
export const headersOfRefusalInHeaders = {
  'X-Keyledger-Status': 'With `refusal=headers`: the status that the client is to get.',
  'X-Keyledger-Type': 'With `refusal=headers`: the media type.',
  'X-Keyledger-Body': 'With `refusal=headers`: the body, as JSON in ASCII.',
};
