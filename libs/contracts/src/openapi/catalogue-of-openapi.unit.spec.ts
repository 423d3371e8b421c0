import { describe, expect, it } from '@jest/globals';
import { checkCatalogue, isRefusal } from '@keyledger/domain';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { assumed, convert, create, leftOut, list, operationsOf, read } from './spec-openapi.js';

describe('what an OpenAPI document says', () => {
  it('becomes operations: tag = namespace, operationId = operation, GET and HEAD read', () => {
    const paths = {
      '/orders': { get: list, post: create, head: { operationId: 'countOrders', tags: ['Orders'] } },
      '/orders/{id}': { delete: { operationId: 'deleteOrder', tags: ['Orders'] } },
    };
    expect(operationsOf(paths)).toEqual({
      operations: [
        {
          name: 'orders:listOrders',
          access: 'read',
          summary: 'All orders',
          routes: [{ method: 'GET', path: '/orders' }],
        },
        {
          name: 'orders:createOrder',
          access: 'write',
          summary: null,
          routes: [{ method: 'POST', path: '/orders' }],
        },
        {
          name: 'orders:countOrders',
          access: 'read',
          summary: null,
          routes: [{ method: 'HEAD', path: '/orders' }],
        },
        {
          name: 'orders:deleteOrder',
          access: 'write',
          summary: null,
          routes: [{ method: 'DELETE', path: '/orders/{id}' }],
        },
      ],
      groups: [],
      report: [],
    });
  });

  it('yields to extensions, the nearest first', () => {
    const paths = {
      '/search': {
        'x-keyledger-access': 'read',
        'x-keyledger-groups': ['logs'],
        post: { ...create, operationId: 'searchOrders', 'x-keyledger-operation': 'Search' },
        put: {
          ...create,
          operationId: 'index',
          'x-keyledger-access': 'write',
          'x-keyledger-groups': ['users'],
        },
      },
      '/refunds': {
        'x-keyledger-namespace': 'refunds',
        get: { ...list, operationId: 'listRefunds' },
        post: { ...create, operationId: 'createRefund', 'x-keyledger-namespace': 'payments' },
      },
      '/users': { get: { operationId: 'listUsers', tags: ['People'] } },
      '/health': { get: { operationId: 'health' } },
    };
    const { operations, groups, report } = operationsOf(paths, {
      'x-keyledger-groups': { users: 'User Management' },
      tags: [{ name: 'People', 'x-keyledger-namespace': 'users', 'x-keyledger-groups': ['users'] }],
    });
    expect(operations.map(({ name, access }) => [name, access])).toEqual([
      ['orders:index', 'write'],
      ['orders:Search', 'read'],
      ['refunds:listRefunds', 'read'],
      ['payments:createRefund', 'write'],
      ['users:listUsers', 'read'],
      ['default:health', 'read'],
    ]);
    expect(groups).toEqual([
      { id: 'users', title: 'User Management', operations: ['orders:index', 'users:listUsers'] },
      { id: 'logs', title: 'logs', operations: ['orders:Search'] },
    ]);
    expect(report).toEqual([assumed('/paths/~1health/get/tags')]);
  });

  it('takes its namespace from the document where nothing nearer says one', () => {
    const { operations, report } = operationsOf(
      { '/a': { get: { operationId: 'a' } } },
      {
        'x-keyledger-namespace': 'api',
      },
    );
    expect(operations[0]?.name).toBe('api:a');
    expect(report).toEqual([]);
  });

  it('gathers requests that are given one name, with the access of the one that changes things', () => {
    const named = { tags: ['Orders'], 'x-keyledger-operation': 'Orders' };
    const { operations, report } = operationsOf({ '/a': { get: named }, '/b': { get: named, post: named } });
    expect(operations).toMatchObject([
      {
        name: 'orders:Orders',
        access: 'write',
        routes: [{ path: '/a' }, { path: '/b' }, { method: 'POST' }],
      },
    ]);
    expect(report).toEqual([assumed('/paths/~1b/post')]);
  });

  it('is in the one namespace of a profile that has one (SG-2)', () => {
    const { catalogue } = read(
      { paths: { '/sms': { post: { operationId: 'SMS', tags: ['Any'] } } } },
      'operations',
    );
    expect(catalogue.operations.map(({ name }) => name)).toEqual(['messaging:SMS']);
  });

  it('is in groups of the profile alone, by their own titles (XN-5)', () => {
    const get = { ...list, 'x-keyledger-groups': ['users', 'fleet'] };
    const { catalogue, report } = read({ paths: { '/a': { get } } }, 'permission-levels');
    expect(catalogue.groups).toEqual([
      { id: 'users', title: 'User Management', operations: ['orders:listOrders'] },
    ]);
    expect(report).toEqual([leftOut('/paths/~1a/get/x-keyledger-groups')]);
    expect(isRefusal(checkCatalogue(catalogue, 'permission-levels'))).toBe(false);
  });
});

describe('documents that go round in circles', () => {
  it('are read all the same: nothing is followed', () => {
    const schema: Record<string, unknown> = { type: 'object' };
    schema.properties = { parent: schema, self: { $ref: '#/components/schemas/Node' } };
    const get: Record<string, unknown> = { ...list, responses: { 200: schema } };
    get.callbacks = { again: { '/a': { get } } };
    const paths: Record<string, unknown> = { '/a': { get } };
    paths['x-self'] = paths;
    expect(operationsOf(paths, { components: { schemas: { Node: schema } } }).operations).toHaveLength(1);
  });
});

describe('INVALID_OPENAPI', () => {
  it.each([
    [null],
    [undefined],
    ['text'],
    [[]],
    [{}],
    [{ swagger: '2.0', paths: { '/a': { get: list } } }],
    [{ openapi: 3.1, paths: { '/a': { get: list } } }],
    [{ openapi: '4.0.0', paths: { '/a': { get: list } } }],
    [{ openapi: '3.1.0' }],
    [{ openapi: '3.1.0', paths: null }],
    [{ openapi: '3.1.0', paths: [] }],
    [{ openapi: '3.1.0', paths: { '/a': { get: {} } } }],
  ])('for %j', (document) => {
    expect(convert(document)).toMatchObject({ refused: true, code: 'INVALID_OPENAPI' });
  });
});

describe('catalogueOfOpenApi', () => {
  it('never throws, and makes catalogues that are taken, whatever the document', () => {
    const extensions = fc.dictionary(
      fc.constantFrom('namespace', 'operation', 'access', 'groups').map((name) => `x-keyledger-${name}`),
      fc.oneof(
        hostileValues,
        fc.array(hostileValues),
        fc.dictionary(fc.constantFrom('users', 'Users'), hostileValues),
        fc.constant(['users']),
      ),
    );
    const operation = fc
      .tuple(
        fc.record({ operationId: hostileValues, tags: fc.array(hostileValues), summary: hostileValues }),
        extensions,
      )
      .map(([fields, more]) => ({ ...fields, ...more }));
    const item = fc
      .tuple(
        fc.dictionary(fc.constantFrom('get', 'post', '$ref', 'x'), fc.oneof(operation, hostileValues)),
        extensions,
      )
      .map(([fields, more]) => ({ ...fields, ...more }));
    const document = fc
      .tuple(
        fc.record({
          openapi: fc.constant('3.0.3'),
          paths: fc.dictionary(fc.string(), item),
          tags: fc.array(hostileValues),
        }),
        extensions,
      )
      .map(([fields, more]) => ({ ...fields, ...more }));
    fc.assert(
      fc.property(
        fc.oneof({ weight: 1, arbitrary: hostileValues }, { weight: 9, arbitrary: document }),
        (given) => {
          const reading = convert(given);
          if (!isRefusal(reading))
            expect(isRefusal(checkCatalogue(reading.catalogue, 'keyledger'))).toBe(false);
        },
      ),
    );
  });
});
