import {
  allowedOperationsAnswer,
  allowedScopesAnswer,
  catalogue,
  catalogueBody,
  catalogueDefined,
  catalogueQuery,
  catalogueTaken,
  dryRunQuery,
  openApiBody,
} from './catalogue.js';
import { exampleCatalogue, exampleCatalogueDefined, exampleOpenApi } from './catalogue-examples.js';
import {
  codesOfBodies,
  codesOfReads,
  codesOfRevisions,
  codesOfWrites,
  etagHeader,
  type HttpOperation,
} from './operation.js';

/** JSON with all its white space; the catalogue itself has a bound of its own. */
const catalogueBytesMax = 1024 * 1024;
const openApiBytesMax = 5 * 1024 * 1024;

/** What an OpenAPI document may be sent as, besides `application/json`. */
export const openApiMediaTypes = [
  'application/openapi+json',
  'application/yaml',
  'application/openapi+yaml',
  'text/yaml',
] as const;

const codesOfDefining = [
  ...codesOfBodies,
  ...codesOfWrites,
  ...codesOfRevisions,
  ...codesOfReads,
  'INVALID_CATALOGUE',
  'CATALOGUE_TOO_LARGE',
  'ACCOUNT_NOT_FOUND',
  'ACCOUNT_RESERVED',
] as const;

export const defineCatalogue = {
  operationId: 'defineCatalogue',
  method: 'PUT',
  path: '/v1/accounts/{account}/catalogue',
  tag: 'Catalogue',
  summary: 'Say what the account’s API does: operations and permission groups',
  description:
    'Replaces the whole catalogue. The answer says what that changes for live keys; with `dryRun=true` nothing is ' +
    'recorded. How many keys gain or lose is told to everybody who may define the catalogue, which keys only to ' +
    'those who may list them.',
  requires: 'DefineCatalogue',
  target: 'account',
  query: dryRunQuery,
  confirmable: true,
  body: { schema: catalogueBody, example: exampleCatalogue, bytesMax: catalogueBytesMax },
  success: {
    status: 200,
    description: 'It is so, or would be.',
    schema: catalogueDefined,
    example: exampleCatalogueDefined,
    headers: etagHeader,
  },
  codes: codesOfDefining,
} as const satisfies HttpOperation;

export const takeCatalogue = {
  operationId: 'takeCatalogue',
  method: 'POST',
  path: '/v1/accounts/{account}/catalogue/from-openapi',
  tag: 'Catalogue',
  summary: 'Take the catalogue from an OpenAPI document',
  description:
    'As `PUT`, with the operations of a document: tag = namespace, operationId = operation, GET and HEAD read. ' +
    'The extensions `x-keyledger-namespace`, `-operation`, `-access` and `-groups` go first. See docs/catalogue.md.',
  requires: 'DefineCatalogue',
  target: 'account',
  query: dryRunQuery,
  confirmable: true,
  body: {
    schema: openApiBody,
    example: exampleOpenApi,
    bytesMax: openApiBytesMax,
    otherMediaTypes: openApiMediaTypes,
  },
  success: {
    status: 200,
    description: 'It is so, or would be.',
    schema: catalogueTaken,
    example: { ...exampleCatalogueDefined, report: { total: 0, items: [] } },
    headers: etagHeader,
  },
  codes: [...codesOfDefining, 'INVALID_OPENAPI'],
} as const satisfies HttpOperation;

export const readCatalogue = {
  operationId: 'readCatalogue',
  method: 'GET',
  path: '/v1/accounts/{account}/catalogue',
  tag: 'Catalogue',
  summary: 'Show the catalogue',
  requires: 'ReadCatalogue',
  target: 'account',
  query: catalogueQuery,
  success: {
    status: 200,
    description: 'The catalogue as it is now, ordered by name.',
    schema: catalogue,
    example: exampleCatalogue,
    headers: etagHeader,
  },
  codes: ['LOG_UNAVAILABLE', 'INVALID_REQUEST', 'ACCOUNT_NOT_FOUND', 'CATALOGUE_NOT_FOUND'],
} as const satisfies HttpOperation;

export const listAllowedScopes = {
  operationId: 'listAllowedScopes',
  method: 'GET',
  path: '/v1/accounts/{account}/catalogue/operations/{operation}/allowed-scopes',
  tag: 'Catalogue',
  summary: 'Which scopes allow an operation, the most restrictive first',
  requires: 'ReadCatalogue',
  target: 'account',
  success: {
    status: 200,
    description: 'Any of them will do.',
    schema: allowedScopesAnswer,
    example: {
      operation: exampleCatalogue.operations[1],
      groups: [],
      allowedScopes: [
        { scope: 'orders:List', permissions: null, mostRestrictive: true },
        { scope: 'orders:read', permissions: null, mostRestrictive: false },
        { scope: 'orders:*', permissions: null, mostRestrictive: false },
        { scope: '*:*', permissions: null, mostRestrictive: false },
      ],
    },
  },
  codes: ['LOG_UNAVAILABLE', 'ACCOUNT_NOT_FOUND', 'CATALOGUE_NOT_FOUND', 'OPERATION_NOT_FOUND'],
} as const satisfies HttpOperation;

export const listAllowedOperations = {
  operationId: 'listAllowedOperations',
  method: 'GET',
  path: '/v1/accounts/{account}/catalogue/scopes/{scope}/operations',
  tag: 'Catalogue',
  summary: 'What a scope allows',
  requires: 'ReadCatalogue',
  target: 'account',
  success: {
    status: 200,
    description: 'Operations of the catalogue as it is now, ordered by name.',
    schema: allowedOperationsAnswer,
    example: {
      scope: 'orders:read',
      permissions: null,
      operations: [{ name: 'orders:List', access: 'read', leastScope: 'orders:List' }],
    },
  },
  codes: [
    'LOG_UNAVAILABLE',
    'ACCOUNT_NOT_FOUND',
    'CATALOGUE_NOT_FOUND',
    'INVALID_SCOPE',
    'UNKNOWN_OPERATION',
  ],
} as const satisfies HttpOperation;

export const catalogueOperations: readonly HttpOperation[] = [
  defineCatalogue,
  takeCatalogue,
  readCatalogue,
  listAllowedScopes,
  listAllowedOperations,
];
