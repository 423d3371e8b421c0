import { exampleKey } from './examples.js';
import { importKeyBody, keyImported } from './import-key.js';
import { createKey } from './key-operations.js';
import type { HttpOperation } from './operation.js';

export const importKey = {
  operationId: 'importKey',
  method: 'POST',
  path: '/v1/accounts/{account}/keys/import',
  tag: 'Keys',
  summary: 'Take over a key that was made elsewhere',
  description:
    'By the SHA-256 digest of its value, which goes on working as it is. The value must be as hard to guess as ours: 128 ' +
    'random bits at least. A digest is imported once, into one account; a value that was revoked never comes back.',
  requires: 'ImportKey',
  target: 'account',
  body: {
    schema: importKeyBody,
    example: {
      name: 'CRM, from the old system',
      scopes: ['contacts:read'],
      digest: {
        algorithm: 'sha256',
        value: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      },
      visibleStart: 'old-7f3a',
    },
  },
  success: {
    status: 201,
    description: 'The key.',
    schema: keyImported,
    example: {
      key: { ...exampleKey, kind: 'imported', visibleStart: 'old-7f3a', lastUsed: null, lastRefused: null },
      position: '4711',
      warnings: [],
    },
    headers: createKey.success.headers,
  },
  codes: [
    ...createKey.codes.filter((code) => code !== 'INVALID_KIND' && code !== 'EMAIL_REQUIRED'),
    'KEY_EXISTS',
    'DATABASE_UNAVAILABLE',
  ],
} as const satisfies HttpOperation;
