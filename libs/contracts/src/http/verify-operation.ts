import { exampleKeyValue } from './examples.js';
import { introspection, introspectionBody } from './introspection.js';
import { codesOfBodies, type HttpOperation } from './operation.js';
import { batchQuestionsMax, verdict, verifyBatchAnswer, verifyBatchBody, verifyBody } from './verify.js';

const answered = {
  valid: true,
  code: 'VALID',
  keyId: 'key_4mYz0QfX8sL2cT7bN1vR9k',
  account: 'acme',
  scope: 'exports:Create',
  asOf: '4711',
  stale: false,
  stalenessMs: 3,
};

export const verifyKey = {
  operationId: 'verifyKey',
  method: 'POST',
  path: '/v1/verify',
  tag: 'Verification',
  summary: 'May this key do this?',
  description:
    'Answered by the verifiers. Every well-formed question is answered with 200 and a verdict: a refused key is an answer, not a problem.',
  requires: 'Verify',
  target: 'visible',
  body: {
    schema: verifyBody,
    example: { key: exampleKeyValue, operation: 'exports:Create', clientAddress: '203.0.113.7' },
  },
  success: {
    status: 200,
    description: 'The verdict.',
    schema: verdict,
    example: answered,
  },
  codes: [...codesOfBodies, 'OVERLOADED'],
} as const satisfies HttpOperation;

export const verifyKeys = {
  operationId: 'verifyKeys',
  method: 'POST',
  path: '/v1/verify/batch',
  tag: 'Verification',
  summary: 'May these keys do this?',
  description: `Up to ${batchQuestionsMax} questions at once, each as in \`POST /v1/verify\` and answered in its place. One of the wrong shape has the answer INVALID_REQUEST, and the others theirs. Where one of them names a \`minPosition\`, all wait for it.`,
  requires: 'Verify',
  target: 'visible',
  body: {
    schema: verifyBatchBody,
    example: { questions: [{ key: exampleKeyValue, operation: 'exports:Create' }, { key: 'mistyped' }] },
    bytesMax: 1_048_576,
  },
  success: {
    status: 200,
    description: 'The verdicts, in the order of the questions.',
    schema: verifyBatchAnswer,
    example: {
      answers: [
        answered,
        { ...answered, valid: false, code: 'MALFORMED_KEY', keyId: null, account: null, scope: null },
      ],
    },
  },
  codes: [...codesOfBodies, 'BATCH_TOO_LARGE', 'OVERLOADED'],
} as const satisfies HttpOperation;

export const introspectKey = {
  operationId: 'introspectKey',
  method: 'POST',
  path: '/v1/introspect',
  tag: 'Verification',
  summary: 'Is this token active?',
  description:
    'RFC 7662, for OAuth resource servers. The caller authenticates by its service key, as Bearer or by HTTP Basic with the id of the key for the client id and its value for the secret. A key is active where `POST /v1/verify` without an operation would answer VALID.',
  requires: 'Verify',
  target: 'visible',
  body: {
    schema: introspectionBody,
    mediaType: 'application/x-www-form-urlencoded',
    example: { token: exampleKeyValue, token_type_hint: 'access_token' },
  },
  success: {
    status: 200,
    description: 'What the token is good for.',
    schema: introspection,
    example: {
      active: true,
      scope: 'exports:Create exports:read',
      client_id: 'key_4mYz0QfX8sL2cT7bN1vR9k',
      token_type: 'Bearer',
      sub: 'acme',
      exp: 1_924_988_400,
    },
  },
  forOAuthClients: true,
  codes: ['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'OVERLOADED'],
} as const satisfies HttpOperation;
