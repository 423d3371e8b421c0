import { freshnessQuery } from './accounts.js';
import { exampleKey, exampleKeyValue } from './examples.js';
import { changeSuccess, confirmableSuccess } from './change-success.js';
import {
  createKeyBody,
  describeKeyBody,
  expiryBody,
  ipAllowlistBody,
  key,
  keyCreated,
  keyPage,
  listKeysQuery,
  scopesBody,
  tagCounts,
} from './keys.js';
import { limitsBody } from './limits.js';
import {
  codesOfBodies,
  codesOfKeyChanges,
  codesOfReads,
  codesOfWrites,
  etagHeader,
  type HttpOperation,
} from './operation.js';

const codesOfScopes = [
  'INVALID_SCOPE',
  'UNKNOWN_OPERATION',
  'TOO_MANY_SCOPES',
  'INVALID_PERMISSIONS',
  'GRANT_EXCEEDS_HOLDER',
] as const;
const codesOfLifetimes = ['EXPIRY_REQUIRED', 'LIFETIME_OUT_OF_RANGE', 'WILDCARD_LIFETIME_EXCEEDED'] as const;
const codesOfDescriptions = [
  'INVALID_NAME',
  'INVALID_DESCRIPTION',
  'INVALID_TAG',
  'TOO_MANY_TAGS',
  'INVALID_OWNER',
  'INVALID_ATTRIBUTE',
] as const;
const codesOfAddresses = ['INVALID_ADDRESS', 'TOO_MANY_ADDRESSES'] as const;

const codesOfLimits = ['INVALID_LIMIT', 'TOO_MANY_LIMITS'] as const;

export const createKey = {
  operationId: 'createKey',
  method: 'POST',
  path: '/v1/accounts/{account}/keys',
  tag: 'Keys',
  summary: 'Create a key',
  description:
    'Answers once the key is recorded durably. `value` is the secret: it is in this answer and nowhere else, ever. ' +
    'Keys of the account `system` are admin and service keys; they cannot hold more than yours.',
  requires: 'CreateKey',
  target: 'account',
  body: {
    schema: createKeyBody,
    example: {
      name: 'Billing export',
      scopes: ['invoices:read', 'exports:Create'],
      description: 'Nightly export to the warehouse',
      environment: 'production',
      expiresAt: '2031-01-31T00:00:00Z',
      ipAllowlist: { enforced: true, entries: ['203.0.113.0/24', '2001:db8::/48'] },
      tags: ['billing'],
      owner: 'finance@acme.example',
    },
  },
  success: {
    status: 201,
    description: 'The key, with its value.',
    schema: keyCreated,
    example: {
      key: { ...exampleKey, lastUsed: null, lastRefused: null },
      value: exampleKeyValue,
      position: '4711',
      warnings: [],
    },
    headers: { Location: 'Path of the key.', ...etagHeader },
  },
  codes: [
    'ALREADY_CREATED',
    ...codesOfBodies,
    ...codesOfWrites,
    ...codesOfDescriptions,
    ...codesOfScopes,
    ...codesOfAddresses,
    ...codesOfLifetimes,
    ...codesOfLimits,
    'INVALID_EXPIRY',
    'INVALID_KIND',
    'EMAIL_REQUIRED',
    'ACCOUNT_NOT_FOUND',
  ],
} as const satisfies HttpOperation;

export const listKeys = {
  operationId: 'listKeys',
  method: 'GET',
  path: '/v1/accounts/{account}/keys',
  tag: 'Keys',
  summary: 'List the keys of an account',
  requires: 'ListKeys',
  target: 'account',
  query: listKeysQuery,
  success: {
    status: 200,
    description: 'A page of keys, newest first unless `sort` says otherwise.',
    schema: keyPage,
    example: { items: [exampleKey], nextCursor: null },
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND', 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const listTags = {
  operationId: 'listTags',
  method: 'GET',
  path: '/v1/accounts/{account}/tags',
  tag: 'Keys',
  summary: 'List the tags of an account’s keys',
  description: 'With how many keys carry each, revoked ones aside; the most frequent first.',
  requires: 'ListKeys',
  target: 'account',
  query: freshnessQuery,
  success: {
    status: 200,
    description: 'The tags.',
    schema: tagCounts,
    example: { items: [{ tag: 'billing', keys: 12 }], truncated: false },
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const getKey = {
  operationId: 'getKey',
  method: 'GET',
  path: '/v1/keys/{id}',
  tag: 'Keys',
  summary: 'Show a key with its last use',
  requires: 'GetKey',
  target: 'key',
  query: freshnessQuery,
  success: { status: 200, description: 'The key.', schema: key, example: exampleKey, headers: etagHeader },
  codes: [...codesOfReads, 'KEY_NOT_FOUND'],
} as const satisfies HttpOperation;

export const describeKey = {
  operationId: 'describeKey',
  method: 'PATCH',
  path: '/v1/keys/{id}',
  tag: 'Keys',
  summary: 'Change name, description, tags, environment or owner',
  requires: 'DescribeKey',
  target: 'key',
  body: { schema: describeKeyBody, example: { name: 'Billing export (new warehouse)', tags: [] } },
  success: changeSuccess,
  codes: [...codesOfBodies, ...codesOfKeyChanges, ...codesOfDescriptions],
} as const satisfies HttpOperation;

export const changeScopes = {
  operationId: 'changeScopes',
  method: 'PUT',
  path: '/v1/keys/{id}/scopes',
  tag: 'Keys',
  summary: 'Replace the scopes',
  requires: 'ChangeScopes',
  target: 'key',
  body: { schema: scopesBody, example: { scopes: ['invoices:read'] } },
  confirmable: true,
  success: confirmableSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    ...codesOfScopes,
    'WILDCARD_LIFETIME_EXCEEDED',
    'KEY_ALREADY_EXPIRED',
  ],
} as const satisfies HttpOperation;

export const updateIpAllowlist = {
  operationId: 'updateIpAllowlist',
  method: 'PUT',
  path: '/v1/keys/{id}/ip-allowlist',
  tag: 'Keys',
  summary: 'Replace the address list and its toggle',
  requires: 'UpdateIpAllowlist',
  target: 'key',
  body: { schema: ipAllowlistBody, example: { enforced: true, entries: ['203.0.113.0/24'] } },
  confirmable: true,
  success: confirmableSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    ...codesOfAddresses,
    'GRANT_EXCEEDS_HOLDER',
    'KEY_ALREADY_EXPIRED',
  ],
} as const satisfies HttpOperation;

export const changeLimits = {
  operationId: 'changeLimits',
  method: 'PUT',
  path: '/v1/keys/{id}/limits',
  tag: 'Keys',
  summary: 'Replace the limits on how often a key may be used',
  description:
    'None: it may be used without limit. What was counted stays counted where a limit keeps name, kind and period.',
  requires: 'ChangeLimits',
  target: 'key',
  body: {
    schema: limitsBody,
    example: {
      limits: [
        { name: 'burst', kind: 'sliding', requests: 20, window: 'PT10S' },
        { name: 'month', kind: 'credits', credits: 10_000, refill: { amount: 10_000, every: 'P30D' } },
      ],
    },
  },
  confirmable: true,
  success: confirmableSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    ...codesOfLimits,
    'GRANT_EXCEEDS_HOLDER',
    'KEY_ALREADY_EXPIRED',
  ],
} as const satisfies HttpOperation;

export const changeExpiry = {
  operationId: 'changeExpiry',
  method: 'PUT',
  path: '/v1/keys/{id}/expiry',
  tag: 'Keys',
  summary: 'Set or lift the expiry',
  requires: 'ChangeExpiry',
  target: 'key',
  body: { schema: expiryBody, example: { expiresAt: '2031-06-30T00:00:00Z' } },
  confirmable: true,
  success: confirmableSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfKeyChanges,
    ...codesOfLifetimes,
    'INVALID_EXPIRY',
    'GRANT_EXCEEDS_HOLDER',
    'KEY_ALREADY_EXPIRED',
  ],
} as const satisfies HttpOperation;
