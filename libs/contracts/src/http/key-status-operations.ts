import { reasonCodes } from '@keyledger/domain';
import { z } from 'zod';
import { commentBody, reasonBody, reasonCode } from './accounts.js';
import { exampleReason } from './examples.js';
import { changeSuccess, confirmableSuccess } from './change-success.js';
import { codesOfBodies, codesOfKeyChanges, etagHeader, type HttpOperation } from './operation.js';
import { commentText } from './text.js';

export const disableKey = {
  operationId: 'disableKey',
  method: 'POST',
  path: '/v1/keys/{id}/disable',
  tag: 'Keys',
  summary: 'Switch a key off for now',
  requires: 'DisableKey',
  target: 'key',
  body: { schema: reasonBody, example: exampleReason },
  confirmable: true,
  success: { ...confirmableSuccess, description: 'It is off.' },
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    'INVALID_COMMENT',
    'KEY_ALREADY_EXPIRED',
    'KEY_ALREADY_DISABLED',
  ],
} as const satisfies HttpOperation;

export const enableKey = {
  operationId: 'enableKey',
  method: 'POST',
  path: '/v1/keys/{id}/enable',
  tag: 'Keys',
  summary: 'Switch a key on again',
  requires: 'EnableKey',
  target: 'key',
  body: { schema: commentBody.default({}), example: { comment: 'All clear' }, required: false },
  success: { ...changeSuccess, description: 'It is on.' },
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    'INVALID_COMMENT',
    'KEY_ALREADY_EXPIRED',
    'KEY_NOT_DISABLED',
    'GRANT_EXCEEDS_HOLDER',
  ],
} as const satisfies HttpOperation;

export const revokeKey = {
  operationId: 'revokeKey',
  method: 'POST',
  path: '/v1/keys/{id}/revoke',
  tag: 'Keys',
  summary: 'Revoke a key for good',
  description: 'Cannot be undone. Revoking twice is refused: the first reason stands.',
  requires: 'RevokeKey',
  target: 'key',
  body: { schema: reasonBody, example: exampleReason },
  confirmable: true,
  success: { ...confirmableSuccess, description: 'It is revoked.' },
  codes: [...codesOfBodies, ...codesOfKeyChanges, 'INVALID_COMMENT'],
} as const satisfies HttpOperation;

export const deleteKeyQuery = z.strictObject({
  reason: reasonCode
    .optional()
    .meta({ description: `One of ${reasonCodes.join(', ')}; \`other\` if not given.` }),
  comment: commentText.optional(),
});
export type DeleteKeyQuery = z.infer<typeof deleteKeyQuery>;

export const deleteKey = {
  operationId: 'deleteKey',
  method: 'DELETE',
  path: '/v1/keys/{id}',
  tag: 'Keys',
  summary: 'Revoke a key for good, without a body',
  description: 'The same as revoking it: its history stays.',
  requires: 'RevokeKey',
  target: 'key',
  query: deleteKeyQuery,
  confirmable: true,
  success: {
    status: 204,
    description: 'It is revoked.',
    headers: { ...etagHeader, 'Keyledger-Position': 'The position of the revocation in the log.' },
  },
  codes: [...codesOfKeyChanges, 'INVALID_COMMENT'],
} as const satisfies HttpOperation;
