import { exampleKey, exampleKeyValue } from './examples.js';
import { confirmableSuccess } from './change-success.js';
import { codesOfBodies, codesOfKeyChanges, etagHeader, type HttpOperation } from './operation.js';
import { keyRotated, overlapBody, rotateKeyBody } from './rotation.js';

const exampleSuccessorId = 'key_7hTq2VbN0pXc4KdW9sLfZe';

export const rotateKey = {
  operationId: 'rotateKey',
  method: 'POST',
  path: '/v1/keys/{id}/rotate',
  tag: 'Keys',
  summary: 'Make a successor of a key',
  description:
    'The successor holds what the key holds; both work until the overlap is over, then the old one is refused with ' +
    'KEY_ROTATED. `value` is the secret of the successor: it is in this answer and nowhere else, ever.',
  requires: 'RotateKey',
  target: 'key',
  body: { schema: rotateKeyBody, example: { overlap: 'P7D' } },
  confirmable: true,
  success: {
    status: 201,
    description: 'The successor, with its value, and what became of the old key.',
    schema: keyRotated,
    example: {
      key: {
        ...exampleKey,
        id: exampleSuccessorId,
        rotatedFrom: exampleKey.id,
        lastUsed: null,
        lastRefused: null,
      },
      value: exampleKeyValue,
      position: '4712',
      warnings: [],
      predecessor: {
        id: exampleKey.id,
        revision: 1,
        rotation: {
          successorId: exampleSuccessorId,
          overlap: { kind: 'fixed', endsAt: '2030-05-07T09:01:00.000Z' },
          completedAt: null,
          ended: null,
        },
      },
    },
    headers: { Location: 'Path of the successor.', ...etagHeader },
  },
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    'INVALID_NAME',
    'INVALID_DESCRIPTION',
    'INVALID_EXPIRY',
    'EXPIRY_REQUIRED',
    'LIFETIME_OUT_OF_RANGE',
    'WILDCARD_LIFETIME_EXCEEDED',
    'INVALID_OVERLAP',
    'INVALID_SCOPE',
    'UNKNOWN_OPERATION',
    'TOO_MANY_TAGS',
    'INVALID_KIND',
    'EMAIL_REQUIRED',
    'KEY_ALREADY_EXPIRED',
    'GRANT_EXCEEDS_HOLDER',
    'ACCOUNT_NOT_FOUND',
  ],
} as const satisfies HttpOperation;

export const changeOverlap = {
  operationId: 'changeOverlap',
  method: 'PUT',
  path: '/v1/keys/{id}/overlap',
  tag: 'Keys',
  summary: 'Stretch the overlap of a key and its successor, or cut it short',
  description: 'Counts from now; `PT0S` ends it.',
  requires: 'RotateKey',
  target: 'key',
  body: { schema: overlapBody, example: { overlap: 'PT0S' } },
  confirmable: true,
  success: confirmableSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    'INVALID_OVERLAP',
    'KEY_NOT_ROTATED',
    'KEY_ALREADY_EXPIRED',
    'GRANT_EXCEEDS_HOLDER',
  ],
} as const satisfies HttpOperation;
