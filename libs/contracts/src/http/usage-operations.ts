import { z } from 'zod';
import { codesOfReads, type HttpOperation } from './operation.js';
import {
  accountUsage,
  accountUsageQuery,
  activity,
  failedRequests,
  keyUsage,
  type LiveRequest,
  usageQuery,
} from './usage.js';

const keyId = 'key_4mYz0QfX8sL2cT7bN1vR9k';

const exampleRequest = {
  time: '2030-02-01T01:00:00.000Z',
  operation: 'exports:Create',
  code: 'VALID',
  clientAddress: '203.0.113.7',
  userAgent: 'exporter/2.1',
  verifier: '10.0.0.5:8080',
};

const exampleLive: LiveRequest = { keyId, ...exampleRequest };

const periodCodes = ['DATABASE_UNAVAILABLE', 'INVALID_PERIOD', 'BUCKET_TOO_FINE'] as const;

export const readUsage = {
  operationId: 'readUsage',
  method: 'GET',
  path: '/v1/keys/{id}/usage',
  tag: 'Usage',
  summary: 'How often a key was used, by time, outcome, and operation or network',
  requires: 'ReadUsage',
  target: 'key',
  query: usageQuery,
  success: {
    status: 200,
    description: 'Counts of verifications, by bucket.',
    schema: keyUsage,
    example: {
      bucket: 'hour',
      items: [
        {
          start: '2030-02-01T01:00:00.000Z',
          hour: '2030-02-01T01:00:00.000Z',
          operation: 'exports:Create',
          code: 'VALID',
          count: 42,
        },
      ],
      truncated: false,
    },
  },
  codes: [...periodCodes, 'KEY_NOT_FOUND'],
} as const satisfies HttpOperation;

export const readActivity = {
  operationId: 'readActivity',
  method: 'GET',
  path: '/v1/keys/{id}/activity',
  tag: 'Usage',
  summary: 'The last requests of a key, one by one',
  requires: 'ReadUsage',
  target: 'key',
  success: {
    status: 200,
    description: 'At most 100, newest first.',
    schema: activity,
    example: { items: [exampleRequest] },
  },
  codes: ['DATABASE_UNAVAILABLE', 'KEY_NOT_FOUND'],
} as const satisfies HttpOperation;

export const readAccountUsage = {
  operationId: 'readAccountUsage',
  method: 'GET',
  path: '/v1/accounts/{account}/usage',
  tag: 'Usage',
  summary: 'How often the keys of an account were used, and which keys, operations and networks most',
  requires: 'ReadUsage',
  target: 'account',
  query: accountUsageQuery,
  success: {
    status: 200,
    description: 'Counts of verifications.',
    schema: accountUsage,
    example: {
      from: '2030-02-01T00:00:00.000Z',
      to: '2030-02-01T02:00:00.000Z',
      bucket: 'hour',
      accepted: 42,
      refused: 3,
      series: [
        { start: '2030-02-01T01:00:00.000Z', code: 'KEY_EXPIRED', count: 3 },
        { start: '2030-02-01T01:00:00.000Z', code: 'VALID', count: 42 },
      ],
      seriesByOperation: [{ start: '2030-02-01T01:00:00.000Z', operation: 'exports:Create', count: 45 }],
      refusals: [{ code: 'KEY_EXPIRED', count: 3 }],
      operations: [{ operation: 'exports:Create', accepted: 42, refused: 3 }],
      networks: [{ network: '203.0.113.0/24', accepted: 42, refused: 3 }],
      topKeys: [{ keyId, name: 'Billing export', accepted: 42, refused: 3 }],
    },
  },
  codes: [...periodCodes, 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const readFailedRequests = {
  operationId: 'readFailedRequests',
  method: 'GET',
  path: '/v1/accounts/{account}/failed-requests',
  tag: 'Usage',
  summary: 'Requests with keys that were revoked, expired or rotated, by where they came from',
  description: 'Who still has to be given another key.',
  requires: 'ReadUsage',
  target: 'account',
  query: accountUsageQuery,
  success: {
    status: 200,
    description: 'By key, verdict and network, the most frequent first; at most 200.',
    schema: failedRequests,
    example: {
      from: '2030-02-01T00:00:00.000Z',
      to: '2030-02-01T02:00:00.000Z',
      items: [
        {
          keyId,
          name: 'Billing export',
          code: 'KEY_ROTATED',
          network: '203.0.113.0/24',
          count: 3,
          lastRefused: { ...exampleRequest, code: 'KEY_ROTATED' },
        },
      ],
      truncated: false,
    },
  },
  codes: [...periodCodes, 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const followActivity = {
  operationId: 'followActivity',
  method: 'GET',
  path: '/v1/accounts/{account}/live',
  tag: 'Usage',
  summary: 'Requests of an account’s keys as they are counted',
  description:
    'Server-sent events (`event: request`) from now on, or from where the header `Last-Event-ID` says that an earlier connection ended. An account with more requests than can be shown has the newest shown. The stream ends when the credential no longer allows it.',
  requires: 'ReadUsage',
  target: 'account',
  success: {
    status: 200,
    description: 'A stream without an end; a comment now and then shows that it is alive.',
    mediaType: 'text/event-stream',
    schema: z.string(),
    example: `event: request\ndata: ${JSON.stringify(exampleLive)}\nid: 4711\n\n`,
  },
  codes: [...codesOfReads, 'OVERLOADED', 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const usageOperations: readonly HttpOperation[] = [
  readUsage,
  readActivity,
  readAccountUsage,
  readFailedRequests,
  followActivity,
];
