import { revocation, verifierList } from './fleet.js';
import { exampleConfirmation } from './fleet-examples.js';
import type { HttpOperation } from './operation.js';

const id = '6f2b8c1e-4c1d-4e0a-9a53-0d2f6f0f7a11';
const at = '2030-02-02T10:00:00.000Z';

export const listVerifiers = {
  operationId: 'listVerifiers',
  method: 'GET',
  path: '/v1/verifiers',
  tag: 'Verifiers',
  summary: 'List the processes that give verdicts, and how far each has come',
  requires: 'ListVerifiers',
  target: 'ledger',
  success: {
    status: 200,
    description: 'All that have a lease, and those whose lease has ended without a word within a day.',
    schema: verifierList,
    example: {
      newestPosition: '4711',
      items: [
        {
          ...{ id, kind: 'verifier', name: 'verifier-1:8081', state: 'live', position: '4711', behind: '0' },
          ...{ stalenessMaxMs: 5_000, registeredAt: at, reportedAt: at, leasedUntil: at },
        },
      ],
      truncated: false,
    },
  },
  codes: ['DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const readRevocation = {
  operationId: 'readRevocation',
  method: 'GET',
  path: '/v1/revocations/{position}',
  tag: 'Verifiers',
  summary: 'Show which verifiers have applied a change, and after how long',
  description:
    'Of any change, by the position that it was answered with. Delays are known of changes that were sent with `Prefer: wait=N`, for a week, as long as the verifier has not reported a thousand later positions. With `Accept: text/event-stream` the answer is a stream: `event: revocation` with the same content now and whenever it changes, then `event: end` with `{"complete":…}` once it has arrived everywhere, or after a minute.',
  requires: 'ReadRevocations',
  target: 'ledger',
  parameters: { position: { description: 'The position of the change in the log.', example: '4711' } },
  success: {
    status: 200,
    description: 'Who has applied it.',
    schema: revocation,
    example: {
      ...{ position: '4711', acceptedAt: at, complete: true },
      ...{ verifiers: exampleConfirmation.verifiers, missing: [] },
    },
  },
  codes: ['DATABASE_UNAVAILABLE', 'OVERLOADED'],
} as const satisfies HttpOperation;
