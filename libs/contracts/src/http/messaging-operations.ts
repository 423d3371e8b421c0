import {
  createGatewayKeyBody,
  gatewayKeyCreated,
  gatewayKeyFound,
  gatewayKeyList,
  listGatewayKeysQuery,
} from './messaging-keys.js';
import { codesOfWrites, type HttpOperation } from './operation.js';

const exampleGatewayKey = {
  id: 'key_4mYz0QfX8sL2cT7bN1vR9k',
  username: 'anna',
  operations: ['RCS', 'SMS'],
  trafficType: 'TRANSACTIONAL',
  creationDate: '2030-01-31T09:01:00.000Z',
};

/** The shape of a value; its checksum is wrong, so it can never be anyone's. */
const exampleGatewayKeyValue = 'sg_live_7Qm2ExampleExampleExampleExample';

const positionHeader = { 'Keyledger-Position': 'The position of the change in the log.' };

export const listGatewayKeys = {
  operationId: 'listGatewayKeys',
  method: 'GET',
  path: '/authentication',
  tag: 'Messaging gateway',
  summary: 'Search API keys',
  description:
    'The keys of the account but for those that were deleted, without their values. Up to 1,000 at once; where there are ' +
    'more, the header `Link` says where the list goes on.',
  requires: 'ListKeys',
  target: 'caller',
  query: listGatewayKeysQuery,
  success: {
    status: 200,
    description: 'The keys.',
    schema: gatewayKeyList,
    example: [exampleGatewayKey],
    headers: { Link: 'RFC 8288, `rel="next"`: where the list goes on; absent at its end.' },
  },
  codes: ['INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const createGatewayKey = {
  operationId: 'createGatewayKey',
  method: 'POST',
  path: '/authentication',
  tag: 'Messaging gateway',
  summary: 'Create an API key',
  description:
    'The key can be used at once. `value` is the secret: it is in this answer and nowhere else, ever.',
  requires: 'CreateKey',
  target: 'caller',
  confirmable: true,
  body: {
    schema: createGatewayKeyBody,
    example: {
      operations: ['SMS', 'RCS'],
      userId: 'u-17',
      username: 'anna',
      trafficType: 'TRANSACTIONAL',
    },
  },
  success: {
    status: 201,
    description: 'The key, with its value.',
    schema: gatewayKeyCreated,
    example: { ...exampleGatewayKey, value: exampleGatewayKeyValue },
    headers: positionHeader,
  },
  codes: [
    ...codesOfWrites,
    'INVALID_NAME',
    'INVALID_SCOPE',
    'UNKNOWN_OPERATION',
    'INVALID_OWNER',
    'INVALID_ATTRIBUTE',
    'GRANT_EXCEEDS_HOLDER',
  ],
} as const satisfies HttpOperation;

const keyParameter = {
  delete: { description: 'The id of the key.', example: exampleGatewayKey.id },
  find: { description: 'The full value of the key.', example: exampleGatewayKeyValue },
};

export const deleteGatewayKey = {
  operationId: 'deleteGatewayKey',
  method: 'DELETE',
  path: '/authentication/{key}',
  tag: 'Messaging gateway',
  summary: 'Delete an API key',
  description:
    'For good, and at once. A key deletes keys, itself included, that may be used for nothing that it may not be used for.',
  requires: 'RevokeKey',
  target: 'caller',
  confirmable: true,
  parameters: { key: keyParameter.delete },
  success: { status: 204, description: 'It is so.', headers: positionHeader },
  codes: [...codesOfWrites, 'KEY_NOT_FOUND', 'GRANT_EXCEEDS_HOLDER'],
} as const satisfies HttpOperation;

export const findGatewayKey = {
  operationId: 'findGatewayKey',
  method: 'GET',
  path: '/authentication/{key}',
  tag: 'Messaging gateway',
  summary: 'Look an API key up by its value',
  description:
    'Tells whether the key is one of the account that can be used, and for what. Proxies on the way may log the path, and ' +
    'with it the value: verify with `POST /v1/verify` where you can.',
  requires: 'GetKey',
  target: 'caller',
  parameters: { key: keyParameter.find },
  success: {
    status: 200,
    description: 'The key.',
    schema: gatewayKeyFound,
    example: { ...exampleGatewayKey, company: 'Acme Telecom' },
  },
  codes: ['KEY_NOT_FOUND'],
} as const satisfies HttpOperation;
