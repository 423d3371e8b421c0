import { auditPage, auditQuery, historyQuery } from './audit.js';
import { exampleAuditEntry } from './examples.js';
import { codesOfReads, type HttpOperation } from './operation.js';

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
