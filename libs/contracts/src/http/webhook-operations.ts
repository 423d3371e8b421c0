import { changed } from './accounts.js';
import { exampleChange, exampleKey } from './examples.js';
import { codesOfBodies, codesOfWrites, etagHeader, type HttpOperation } from './operation.js';
import {
  type DeliveryAnswer,
  type WebhookAnswer,
  addWebhookBody,
  changeWebhookBody,
  delivery,
  deliveryPage,
  listDeliveriesQuery,
  rotateSecretBody,
  secretRotated,
  webhook,
  webhookAdded,
  webhookList,
} from './webhooks.js';

const exampleWebhook: WebhookAnswer = {
  id: '3e2f3c0c-7f57-4b8e-9d27-0f3b7b6c9a10',
  account: 'acme',
  url: 'https://hooks.example.com/keyledger',
  description: 'Pages whoever is on call',
  filter: { eventTypes: ['AlertRaised'], rules: [], severities: ['critical'], keyIds: [] },
  enabled: true,
  disabledBecause: null,
  failingSince: null,
  previousSecretEndsAt: null,
  addedAt: '2030-02-01T09:00:00.000Z',
};
const exampleSecret = 'whsec_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE=';
const exampleDelivery: DeliveryAnswer = {
  id: 'msg_5f0c8f5a-24a4-4c3b-b8fb-0b1b6b7e5d21',
  eventType: 'KeyRevoked',
  keyId: exampleKey.id,
  status: 'pending',
  attempts: 2,
  createdAt: '2030-02-01T10:00:00.000Z',
  nextAttemptAt: '2030-02-01T10:05:07.000Z',
  lastAttemptAt: '2030-02-01T10:00:05.000Z',
  lastStatus: 503,
  lastError: 'Answered 503.',
  lastResponse: 'upstream is away',
  body: '{"type":"keyledger.KeyRevoked.v1","timestamp":"2030-02-01T10:00:00.000Z","data":{}}',
};

const path = '/v1/accounts/{account}/webhooks';
const parameters = { webhook: { description: 'The id of the endpoint.', example: exampleWebhook.id } };
const deliveryParameters = {
  ...parameters,
  delivery: { description: 'The id of the delivery.', example: exampleDelivery.id },
};
const common = { tag: 'Webhooks', target: 'account' } as const;
const codesOfReads = ['LOG_UNAVAILABLE', 'DATABASE_UNAVAILABLE', 'ACCOUNT_NOT_FOUND'] as const;
const codesOfChanges = [...codesOfWrites, 'DATABASE_UNAVAILABLE', 'ACCOUNT_NOT_FOUND'] as const;
const done = { status: 200, description: 'It is so.', schema: changed, example: exampleChange } as const;

export const listWebhooks = {
  ...common,
  operationId: 'listWebhooks',
  method: 'GET',
  path,
  summary: 'List the webhook endpoints of an account',
  requires: 'ListWebhooks',
  success: {
    status: 200,
    description: 'All of them, as the log has them right now.',
    schema: webhookList,
    example: { items: [exampleWebhook] },
  },
  codes: codesOfReads,
} as const satisfies HttpOperation;

export const getWebhook = {
  ...common,
  operationId: 'getWebhook',
  method: 'GET',
  path: `${path}/{webhook}`,
  summary: 'A webhook endpoint',
  requires: 'ListWebhooks',
  parameters,
  success: { status: 200, description: 'The endpoint.', schema: webhook, example: exampleWebhook },
  codes: [...codesOfReads, 'WEBHOOK_NOT_FOUND'],
} as const satisfies HttpOperation;

export const addWebhook = {
  ...common,
  operationId: 'addWebhook',
  method: 'POST',
  path,
  summary: 'Send events of the account to a URL, signed as Standard Webhooks has it',
  requires: 'ChangeWebhooks',
  body: {
    schema: addWebhookBody,
    example: { url: exampleWebhook.url, filter: { eventTypes: ['AlertRaised'], severities: ['critical'] } },
  },
  success: {
    status: 201,
    description: 'It is sent what happens from now on. The secret is shown this once.',
    schema: webhookAdded,
    example: { webhook: exampleWebhook, secret: exampleSecret, position: '4711' },
  },
  codes: [
    ...codesOfBodies,
    ...codesOfChanges,
    'INVALID_COMMENT',
    'INVALID_WEBHOOK_URL',
    'TOO_MANY_WEBHOOKS',
    'WEBHOOKS_NOT_CONFIGURED',
  ],
} as const satisfies HttpOperation;

export const changeWebhook = {
  ...common,
  operationId: 'changeWebhook',
  method: 'PATCH',
  path: `${path}/{webhook}`,
  summary: 'Change where events are sent, which, or whether',
  requires: 'ChangeWebhooks',
  parameters,
  body: { schema: changeWebhookBody, example: { enabled: false } },
  success: { ...done, headers: etagHeader },
  codes: [...codesOfBodies, ...codesOfChanges, 'INVALID_COMMENT', 'INVALID_WEBHOOK_URL', 'WEBHOOK_NOT_FOUND'],
} as const satisfies HttpOperation;

export const removeWebhook = {
  ...common,
  operationId: 'removeWebhook',
  method: 'DELETE',
  path: `${path}/{webhook}`,
  summary: 'Send nothing more to an endpoint, and forget its deliveries',
  requires: 'ChangeWebhooks',
  parameters,
  success: { ...done, headers: etagHeader },
  codes: [...codesOfChanges, 'WEBHOOK_NOT_FOUND'],
} as const satisfies HttpOperation;

export const rotateWebhookSecret = {
  ...common,
  operationId: 'rotateWebhookSecret',
  method: 'POST',
  path: `${path}/{webhook}/rotate-secret`,
  summary: 'Sign with a new secret, and with the previous one for a while',
  requires: 'ChangeWebhooks',
  parameters,
  body: { schema: rotateSecretBody.prefault({}), example: { overlapHours: 24 }, required: false },
  success: {
    status: 200,
    description: 'The new secret is shown this once.',
    schema: secretRotated,
    example: { secret: exampleSecret, previousEndsAt: '2030-02-02T09:00:00.000Z', position: '4712' },
  },
  codes: [...codesOfBodies, ...codesOfChanges, 'WEBHOOK_NOT_FOUND', 'WEBHOOKS_NOT_CONFIGURED'],
} as const satisfies HttpOperation;

export const testWebhook = {
  ...common,
  operationId: 'testWebhook',
  method: 'POST',
  path: `${path}/{webhook}/test`,
  summary: 'Send an event of the type `keyledger.WebhookTested.v1` that means nothing',
  requires: 'ChangeWebhooks',
  parameters,
  success: {
    status: 201,
    description: 'It will be sent within a second or so; ask for the delivery.',
    schema: delivery,
    example: { ...exampleDelivery, eventType: 'WebhookTested', keyId: null },
  },
  codes: [...codesOfReads, 'WEBHOOK_NOT_FOUND', 'WEBHOOK_DISABLED'],
} as const satisfies HttpOperation;

export const listWebhookDeliveries = {
  ...common,
  operationId: 'listWebhookDeliveries',
  method: 'GET',
  path: `${path}/{webhook}/deliveries`,
  summary: 'What has been sent, what waits, what was given up',
  requires: 'ListWebhooks',
  parameters,
  query: listDeliveriesQuery,
  success: {
    status: 200,
    description: 'A page of deliveries of the last 30 days, newest first.',
    schema: deliveryPage,
    example: { items: [exampleDelivery], nextCursor: null },
  },
  codes: [...codesOfReads, 'WEBHOOK_NOT_FOUND', 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const getWebhookDelivery = {
  ...common,
  operationId: 'getWebhookDelivery',
  method: 'GET',
  path: `${path}/{webhook}/deliveries/{delivery}`,
  summary: 'A delivery, and what came of its last attempt',
  requires: 'ListWebhooks',
  parameters: deliveryParameters,
  success: { status: 200, description: 'The delivery.', schema: delivery, example: exampleDelivery },
  codes: [...codesOfReads, 'WEBHOOK_NOT_FOUND', 'WEBHOOK_DELIVERY_NOT_FOUND'],
} as const satisfies HttpOperation;

export const replayWebhookDelivery = {
  ...common,
  operationId: 'replayWebhookDelivery',
  method: 'POST',
  path: `${path}/{webhook}/deliveries/{delivery}/replay`,
  summary: 'Send a delivery again, under the same id',
  requires: 'ChangeWebhooks',
  parameters: deliveryParameters,
  success: {
    status: 200,
    description: 'It is due, and attempts count anew.',
    schema: delivery,
    example: exampleDelivery,
  },
  codes: [...codesOfReads, 'WEBHOOK_NOT_FOUND', 'WEBHOOK_DELIVERY_NOT_FOUND', 'WEBHOOK_DISABLED'],
} as const satisfies HttpOperation;

export const webhookOperations: readonly HttpOperation[] = [
  listWebhooks,
  getWebhook,
  addWebhook,
  changeWebhook,
  removeWebhook,
  rotateWebhookSecret,
  testWebhook,
  listWebhookDeliveries,
  getWebhookDelivery,
  replayWebhookDelivery,
];
