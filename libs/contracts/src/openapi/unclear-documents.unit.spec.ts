import { describe, expect, it } from '@jest/globals';
import { assumed, create, leftOut, list, operationsOf } from './spec-openapi.js';

describe('what is not understood is reported', () => {
  it.each([
    ['Phone Numbers', 'phone-numbers'],
    ['  Ünïcode_Tags v2 ', 'unicode-tags-v2'],
    ['2FA', 'fa'],
    ['x'.repeat(100), 'x'.repeat(63)],
    ['订单', 'default'],
    [7, 'default'],
  ])('the tag %j is the namespace %s', (tag, namespace) => {
    const { operations } = operationsOf({ '/a': { get: { operationId: 'a', tags: [tag] } } });
    expect(operations[0]?.name).toBe(`${namespace}:a`);
  });

  it.each([
    ['orders/list all', 'orders-list-all'],
    ['1st', 'st'],
    ['a'.repeat(200), 'a'.repeat(100)],
  ])('the operationId %j is called %s', (operationId, name) => {
    const { operations, report } = operationsOf({ '/a': { get: { operationId, tags: ['t'] } } });
    expect(operations[0]?.name).toBe(`t:${name}`);
    expect(report).toEqual([assumed('/paths/~1a/get/operationId')]);
  });

  it.each([
    ['no name', { tags: ['t'] }, ''],
    ['the name of a virtual scope', { operationId: 'read', tags: ['t'] }, ''],
    ['nothing to make a name of', { operationId: '一', tags: ['t'] }, ''],
    ['a bad x-keyledger-operation', { ...list, 'x-keyledger-operation': 'a:b' }, '/x-keyledger-operation'],
    ['a bad x-keyledger-namespace', { ...list, 'x-keyledger-namespace': 'A' }, ''],
    ['no object', 'listOrders', ''],
    ['null', null, ''],
  ])('an operation with %s is left out', (_what, operation, place) => {
    const { operations, report } = operationsOf({ '/a': { get: operation, post: create } });
    expect(operations.map(({ name }) => name)).toEqual(['orders:createOrder']);
    expect(report).toContainEqual(leftOut(`/paths/~1a/get${place}`));
  });

  it.each([
    [
      'an access that there is not',
      { get: { ...list, 'x-keyledger-access': 'none' } },
      '/get/x-keyledger-access',
    ],
    ['groups that are no list', { get: { ...list, 'x-keyledger-groups': 'a' } }, '/get/x-keyledger-groups'],
    ['groups that are none', { get: { ...list, 'x-keyledger-groups': [7] } }, '/get/x-keyledger-groups'],
    ['a misspelt extension', { get: { ...list, 'x-keyledger-scope': 'a' } }, '/get/x-keyledger-scope'],
    ['an extension out of place', { get: list, 'x-keyledger-operation': 'a' }, '/x-keyledger-operation'],
    ['a reference', { get: list, $ref: '#/components/pathItems/a' }, '/$ref'],
    ['a method that there is not', { get: list, fetch: {} }, '/fetch'],
    ['several tags', { get: { ...list, tags: ['Orders', 'Old'] } }, '/get/tags'],
    [
      'a summary that holds a key',
      { get: { ...list, summary: `kl_live_${'a'.repeat(33)}` } },
      '/get/summary',
    ],
  ])('%s', (_what, item, place) => {
    const { operations, report } = operationsOf({ '/a': item });
    expect(operations.map(({ name }) => name)).toEqual(['orders:listOrders']);
    expect(report.map(({ at }) => at)).toContain(`/paths/~1a${place}`);
    expect(JSON.stringify(report)).not.toContain('aaaaa');
  });

  it('an access that is not understood is write', () => {
    const { operations } = operationsOf({ '/a': { get: { ...list, 'x-keyledger-access': 'none' } } });
    expect(operations[0]?.access).toBe('write');
  });

  it('duplicate operation ids, whether they make one operation or two', () => {
    const { operations, report } = operationsOf({
      '/a': { get: list, post: list },
      '/b': { get: { ...list, tags: ['Old'] } },
    });
    expect(operations).toMatchObject([
      { name: 'orders:listOrders', access: 'write', routes: [{ method: 'GET' }, { method: 'POST' }] },
      { name: 'old:listOrders', access: 'read' },
    ]);
    expect(report).toEqual([
      assumed('/paths/~1a/post/operationId'),
      assumed('/paths/~1a/post'),
      assumed('/paths/~1b/get/operationId'),
    ]);
  });

  it('tags that become the same namespace', () => {
    const { report } = operationsOf({ '/a': { get: list, post: { ...create, tags: ['orders!'] } } });
    expect(report).toEqual([assumed('/paths/~1a/post/tags')]);
  });

  it.each(['a', '/ä', '/a b', `/${'a'.repeat(500)}`, `/kl_live_${'a'.repeat(33)}`])(
    'the path %j, without which the operation is kept',
    (path) => {
      const { operations, report } = operationsOf({ [path]: { get: list } });
      expect(operations).toMatchObject([{ name: 'orders:listOrders', routes: [] }]);
      expect(report).toHaveLength(1);
      expect(JSON.stringify(report)).not.toContain(`kl_live_${'a'.repeat(33)}`);
    },
  );

  it('more routes than an operation may have', () => {
    const named = { tags: ['Orders'], 'x-keyledger-operation': 'List' };
    const paths = Array.from({ length: 21 }, (_, index) => [`/${index}`, { get: named }] as const);
    const { operations, report } = operationsOf(Object.fromEntries(paths));
    expect(operations[0]?.routes).toHaveLength(20);
    expect(report).toEqual([leftOut('/paths/~120/get')]);
  });
});
