import { exampleKeyValue } from './examples.js';
import type { HttpOperation } from './operation.js';
import {
  type SessionAnswer,
  sessionAnswer,
  sessionState,
  sessionsEnded,
  startSessionBody,
} from './session.js';

const exampleSession: SessionAnswer = {
  signedIn: true,
  keyId: 'key_0aR4nTq7WcE2xJ5uB8dKfM',
  name: 'Operations desk',
  scopes: ['keyledger:read', 'keyledger@acme:*'],
  operations: ['GetAccount', 'GetKey', 'ListAccounts', 'ListKeys'],
  accounts: [{ id: 'acme', operations: ['CreateKey', 'RevokeKey'] }],
  csrfToken: 'r0n5nD8HqQWk0pQ0v9bUu8bXo1nS0C5v7YfVtWmJQmE',
  createdAt: '2030-02-02T10:00:00.000Z',
  expiresAt: '2030-02-02T10:30:00.000Z',
  endsAt: '2030-02-02T22:00:00.000Z',
};

const bodyBytesMax = 4_096;

export const startSession = {
  operationId: 'startSession',
  method: 'POST',
  path: '/v1/session',
  tag: 'Sessions',
  summary: 'Sign a browser in with an admin key',
  description:
    'Exchanges the key for a cookie that scripts cannot read. The session is another way to present the same key: it may do what the key may, and ends with it. Attempts are limited.',
  requires: 'SignIn',
  target: 'session',
  body: { schema: startSessionBody, example: { key: exampleKeyValue }, bytesMax: bodyBytesMax },
  success: {
    status: 201,
    description: 'Signed in.',
    schema: sessionAnswer,
    example: exampleSession,
    headers: {
      'Set-Cookie': 'The session: `HttpOnly`, `SameSite=Strict` and, off the machine itself, `Secure`.',
    },
  },
  codes: [
    'HTTPS_REQUIRED',
    'TOO_MANY_SIGN_INS',
    'CROSS_SITE_REQUEST',
    'LOG_UNAVAILABLE',
    'DATABASE_UNAVAILABLE',
  ],
} as const satisfies HttpOperation;

export const readSession = {
  operationId: 'readSession',
  method: 'GET',
  path: '/v1/session',
  tag: 'Sessions',
  summary: 'Show who is signed in on the browser that asks',
  requires: 'ReadSession',
  target: 'session',
  success: {
    status: 200,
    description: 'Who it is, what they may do, and the token for writes.',
    schema: sessionState,
    example: exampleSession,
  },
  codes: ['LOG_UNAVAILABLE', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const endSession = {
  operationId: 'endSession',
  method: 'DELETE',
  path: '/v1/session',
  tag: 'Sessions',
  summary: 'Sign the browser that asks out',
  description: 'Where nobody is signed in there is nothing to do, which is no error.',
  requires: 'SignOut',
  target: 'session',
  success: { status: 204, description: 'Nobody is signed in there any more.' },
  codes: ['CROSS_SITE_REQUEST', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;

export const endAllSessions = {
  operationId: 'endAllSessions',
  method: 'DELETE',
  path: '/v1/sessions',
  tag: 'Sessions',
  summary: 'Sign out everywhere: every browser that was signed in with the key',
  description: 'Of the session that asks, or of the key in `Authorization`.',
  requires: 'SignOut',
  target: 'session',
  success: {
    status: 200,
    description: 'None of them is signed in any more.',
    schema: sessionsEnded,
    example: { ended: 2 },
  },
  codes: ['INVALID_SESSION', 'CROSS_SITE_REQUEST', 'DATABASE_UNAVAILABLE'],
} as const satisfies HttpOperation;
