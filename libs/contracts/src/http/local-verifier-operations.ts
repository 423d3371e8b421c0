import { localRequestsAnswer, localRequestsBody } from './local-requests.js';
import { localReportAnswer, localReportBody, localVerifierBody } from './local-verifiers.js';
import { codesOfBodies, type HttpOperation } from './operation.js';

const id = '6f2b8c1e-4c1d-4e0a-9a53-0d2f6f0f7a11';
const parameters = {
  id: { description: 'A UUID of its own; another with every registration.', example: id },
} as const;

const protocol =
  'For local verifiers, such as the SDK’s, so that confirmations wait for them (docs/revocation.md). The register has it under the service key that it came with.';

export const registerLocalVerifier = {
  operationId: 'registerLocalVerifier',
  method: 'PUT',
  path: '/v1/local-verifiers/{id}',
  tag: 'Verification',
  summary: 'Register a local verifier, before it asks for freshness',
  description: `${protocol} May be repeated. A service key has 200 at most; one more is answered OVERLOADED.`,
  requires: 'Verify',
  target: 'visible',
  parameters,
  body: {
    schema: localVerifierBody,
    example: { name: 'shop-7:3000', stalenessMaxMs: 5_000, position: '4711' },
  },
  success: { status: 204, description: 'It is on the register, and has a lease of 15 seconds.' },
  codes: [...codesOfBodies, 'OVERLOADED', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const reportLocalVerifier = {
  operationId: 'reportLocalVerifier',
  method: 'POST',
  path: '/v1/local-verifiers/{id}/reports',
  tag: 'Verification',
  summary: 'Report what a local verifier has applied, and renew its lease',
  description: protocol,
  requires: 'Verify',
  target: 'visible',
  parameters,
  body: { schema: localReportBody, example: { position: '4712' } },
  success: {
    status: 200,
    description: 'Whether the register knows it.',
    schema: localReportAnswer,
    example: { known: true },
  },
  codes: [...codesOfBodies, 'OVERLOADED', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const endLocalVerifier = {
  operationId: 'endLocalVerifier',
  method: 'DELETE',
  path: '/v1/local-verifiers/{id}',
  tag: 'Verification',
  summary: 'Take a local verifier off the register, after its last verdict',
  description: protocol,
  requires: 'Verify',
  target: 'visible',
  parameters,
  success: { status: 204, description: 'Nobody waits for it any more.' },
  codes: ['OVERLOADED', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const recordLocalRequests = {
  operationId: 'recordLocalRequests',
  method: 'POST',
  path: '/v1/requests',
  tag: 'Verification',
  summary: 'Record what a local verifier decided',
  description:
    'Counted like the verdicts of verifiers: last used, usage, reviews, alerts. A batch that is sent again to the same verifier is counted once.',
  requires: 'Verify',
  target: 'visible',
  body: {
    schema: localRequestsBody,
    example: {
      ...{ name: 'shop-7:3000', producer: id, firstSequence: 1 },
      requests: [
        {
          ...{ keyId: 'key_4mYz0QfX8sL2cT7bN1vR9k', operation: 'exports:Create', code: 'VALID' },
          ...{ clientAddress: '203.0.113.7', userAgent: null, time: '2030-02-02T10:00:00.000Z' },
        },
      ],
    },
    bytesMax: 1_048_576,
  },
  success: {
    status: 200,
    description: 'What became of them.',
    schema: localRequestsAnswer,
    example: { recorded: 1, repeated: 0, ignored: 0 },
  },
  codes: [...codesOfBodies, 'OVERLOADED'],
} as const satisfies HttpOperation;
