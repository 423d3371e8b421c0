import {
  accountOpened,
  accountPage,
  account,
  commentBody,
  describeAccountBody,
  freshnessQuery,
  listAccountsQuery,
  openAccountBody,
  profileBody,
  reasonBody,
} from './accounts.js';
import { exampleAccount, exampleReason } from './examples.js';
import { changeSuccess, confirmableSuccess } from './change-success.js';
import {
  codesOfBodies,
  codesOfReads,
  codesOfRevisions,
  codesOfWrites,
  etagHeader,
  type HttpOperation,
} from './operation.js';

export const openAccount = {
  operationId: 'openAccount',
  method: 'POST',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'Open an account',
  description:
    'The slug is the account’s id for good. Needs a key that may open accounts on the whole ledger.',
  requires: 'OpenAccount',
  target: 'ledger',
  body: { schema: openAccountBody, example: { name: 'Acme Telecom', slug: 'acme' } },
  success: {
    status: 201,
    description: 'The account is open.',
    schema: accountOpened,
    example: { account: exampleAccount, position: '4700' },
    headers: { Location: 'Path of the account.' },
  },
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    'INVALID_NAME',
    'INVALID_SLUG',
    'INVALID_PROFILE',
    'INVALID_EMAIL',
    'ACCOUNT_EXISTS',
  ],
} as const satisfies HttpOperation;

export const listAccounts = {
  operationId: 'listAccounts',
  method: 'GET',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'List the accounts that you may see',
  requires: 'ListAccounts',
  target: 'visible',
  query: listAccountsQuery,
  success: {
    status: 200,
    description: 'A page of accounts, newest first.',
    schema: accountPage,
    example: { items: [exampleAccount], nextCursor: null },
  },
  codes: [...codesOfReads, 'INVALID_CURSOR'],
} as const satisfies HttpOperation;

export const getAccount = {
  operationId: 'getAccount',
  method: 'GET',
  path: '/v1/accounts/{account}',
  tag: 'Accounts',
  summary: 'Show an account',
  requires: 'GetAccount',
  target: 'account',
  query: freshnessQuery,
  success: {
    status: 200,
    description: 'The account.',
    schema: account,
    example: exampleAccount,
    headers: etagHeader,
  },
  codes: [...codesOfReads, 'ACCOUNT_NOT_FOUND'],
} as const satisfies HttpOperation;

export const describeAccount = {
  operationId: 'describeAccount',
  method: 'PATCH',
  path: '/v1/accounts/{account}',
  tag: 'Accounts',
  summary:
    'Change the name, the e-mail address, what holds while verifiers are stale, or what is kept of addresses',
  requires: 'DescribeAccount',
  target: 'account',
  body: { schema: describeAccountBody, example: { email: 'ops@acme.example' } },
  success: changeSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    ...codesOfRevisions,
    'INVALID_NAME',
    'INVALID_EMAIL',
    'ACCOUNT_NOT_FOUND',
    'ACCOUNT_RESERVED',
  ],
} as const satisfies HttpOperation;

export const chooseProfile = {
  operationId: 'chooseProfile',
  method: 'PUT',
  path: '/v1/accounts/{account}/profile',
  tag: 'Accounts',
  summary: 'Choose another profile',
  description: 'Refused while keys that were made under the old one can still be used, or can be again.',
  requires: 'ChooseProfile',
  target: 'account',
  body: { schema: profileBody, example: { profile: 'hierarchical-scopes' } },
  confirmable: true,
  success: confirmableSuccess,
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    ...codesOfRevisions,
    ...codesOfReads,
    'INVALID_PROFILE',
    'PROFILE_IN_USE',
    'ACCOUNT_NOT_FOUND',
    'ACCOUNT_RESERVED',
  ],
} as const satisfies HttpOperation;

export const disableApiAccess = {
  operationId: 'disableApiAccess',
  method: 'POST',
  path: '/v1/accounts/{account}/disable-api',
  tag: 'Accounts',
  summary: 'Switch API access of the whole account off',
  description: 'Every key of the account is refused until it is switched on again; no key changes.',
  requires: 'DisableApiAccess',
  target: 'account',
  body: { schema: reasonBody, example: exampleReason },
  confirmable: true,
  success: { ...confirmableSuccess, description: 'It is off.' },
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    ...codesOfRevisions,
    'INVALID_COMMENT',
    'ACCOUNT_NOT_FOUND',
    'API_ACCESS_ALREADY_DISABLED',
    'ACCOUNT_RESERVED',
  ],
} as const satisfies HttpOperation;

export const enableApiAccess = {
  operationId: 'enableApiAccess',
  method: 'POST',
  path: '/v1/accounts/{account}/enable-api',
  tag: 'Accounts',
  summary: 'Switch API access of the account on again',
  requires: 'EnableApiAccess',
  target: 'account',
  body: { schema: commentBody.default({}), example: { comment: 'All clear' }, required: false },
  success: { ...changeSuccess, description: 'It is on.' },
  codes: [
    ...codesOfBodies,
    ...codesOfWrites,
    ...codesOfRevisions,
    'INVALID_COMMENT',
    'ACCOUNT_NOT_FOUND',
    'API_ACCESS_NOT_DISABLED',
  ],
} as const satisfies HttpOperation;
