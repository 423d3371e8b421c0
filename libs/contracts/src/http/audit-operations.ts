import { auditPage, auditQuery, historyQuery } from './audit.js';
import { exampleAuditEntry } from './examples.js';
import { codesOfReads, type HttpOperation } from './operation.js';
import { keyUsage, usageQuery } from './usage.js';

const examplePage = { items: [exampleAuditEntry], nextCursor: null };

export const readHistory = {
  operationId: 'readHistory',
  method: 'GET',
  path: '/v1/keys/{id}/history',
  tag: 'Audit',
  summary: 'What has happened to a key',
  requires: 'ReadHistory',
  target: 'key',
  query: historyQuery,
  success: {
    status: 200,
    description: 'A page of its events, oldest first.',
    schema: auditPage,
    example: examplePage,
  },
  codes: [...codesOfReads, 'KEY_NOT_FOUND', 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const readAudit = {
  operationId: 'readAudit',
  method: 'GET',
  path: '/v1/audit',
  tag: 'Audit',
  summary: 'What has happened on the ledger',
  description: 'Cut down to the accounts that your key may see.',
  requires: 'ReadAudit',
  target: 'visible',
  query: auditQuery,
  success: {
    status: 200,
    description: 'A page of events, newest first.',
    schema: auditPage,
    example: examplePage,
  },
  codes: [...codesOfReads, 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const readUsage = {
  operationId: 'readUsage',
  method: 'GET',
  path: '/v1/keys/{id}/usage',
  tag: 'Audit',
  summary: 'How often a key was used, by hour, outcome, and operation or network',
  requires: 'ReadUsage',
  target: 'key',
  query: usageQuery,
  success: {
    status: 200,
    description: 'Counts of verifications, by hour.',
    schema: keyUsage,
    example: {
      items: [{ hour: '2030-02-01T01:00:00.000Z', operation: 'exports:Create', code: 'VALID', count: 42 }],
      truncated: false,
    },
  },
  codes: ['DATABASE_UNAVAILABLE', 'KEY_NOT_FOUND'],
} as const satisfies HttpOperation;
