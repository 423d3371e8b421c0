import { exampleKey } from './examples.js';
import { codesOfReads, type HttpOperation } from './operation.js';
import { review, reviewQuery } from './review.js';

export const reviewKeys = {
  operationId: 'reviewKeys',
  method: 'GET',
  path: '/v1/accounts/{account}/review',
  tag: 'Keys',
  summary:
    'Review the live keys of an account: what each holds, what it used, and the least that would have done',
  requires: 'ReadUsage',
  target: 'account',
  query: reviewQuery,
  success: {
    status: 200,
    description: 'A page of keys that can be used, newest first.',
    schema: review,
    example: {
      since: '2030-01-01T00:00:00.000Z',
      items: [
        {
          key: exampleKey,
          findings: ['over-scoped'],
          usedOperations: [{ operation: 'exports:Create', count: 42 }],
          unusedScopes: ['invoices:read'],
          proposal: { scopes: ['exports:Create'], permissions: null },
        },
      ],
      nextCursor: null,
    },
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND', 'INVALID_CURSOR'],
} as const satisfies HttpOperation;
