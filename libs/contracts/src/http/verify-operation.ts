import { exampleKeyValue } from './examples.js';
import { codesOfBodies, type HttpOperation } from './operation.js';
import { verdict, verifyBody } from './verify.js';

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
    example: {
      valid: true,
      code: 'VALID',
      keyId: 'key_4mYz0QfX8sL2cT7bN1vR9k',
      account: 'acme',
      scope: 'exports:Create',
      asOf: '4711',
      stalenessMs: 3,
    },
  },
  codes: [...codesOfBodies],
} as const satisfies HttpOperation;
