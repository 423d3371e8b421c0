import type { CatalogueAnswer, CatalogueDefinedAnswer } from './catalogue.js';

/** What the OpenAPI document shows; a test holds each against its schema. */
export const exampleCatalogue: CatalogueAnswer = {
  operations: [
    {
      name: 'orders:Create',
      access: 'write',
      summary: 'Place an order',
      routes: [{ method: 'POST', path: '/orders' }],
    },
    {
      name: 'orders:List',
      access: 'read',
      summary: 'All orders',
      routes: [{ method: 'GET', path: '/orders' }],
    },
  ],
  groups: [{ id: 'sales', title: 'Sales', operations: ['orders:Create'] }],
};

const noNames = { total: 0, items: [] };

export const exampleCatalogueDefined: CatalogueDefinedAnswer = {
  dryRun: false,
  position: '4711',
  revision: 3,
  operations: 2,
  groups: 1,
  changes: {
    operations: {
      added: { total: 1, items: ['orders:List'] },
      removed: noNames,
      changed: { total: 0, items: [] },
    },
    groups: { added: noNames, removed: noNames, changed: { total: 0, items: [] } },
  },
  keys: {
    widened: 1,
    narrowed: 0,
    complete: true,
    items: [
      {
        id: 'key_4mYz0QfX8sL2cT7bN1vR9k',
        name: 'Billing export',
        gained: { total: 1, items: ['orders:List'] },
        lost: noNames,
      },
    ],
    scopesNamingNothing: { total: 1, items: [{ scope: 'exports:Create', keys: 1 }] },
  },
};

export const exampleOpenApi = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: { operationId: 'List', tags: ['Orders'], summary: 'All orders' },
      post: { operationId: 'Create', tags: ['Orders'], summary: 'Place an order' },
    },
  },
};
