import { describe, expect, it } from '@jest/globals';
import { catalogueDifferences } from './catalogue-differences.js';

const list = { name: 'orders:List', access: 'read', summary: null, routes: [] } as const;
const create = {
  name: 'orders:Create',
  access: 'write',
  summary: 'Place an order',
  routes: [{ method: 'POST', path: '/orders' }],
} as const;
const group = { id: 'orders', title: 'Orders', operations: ['orders:List'] };
const before = { operations: [list, create], groups: [group] };

describe('a catalogue that somebody else has changed meanwhile', () => {
  it('is shown by what has come, gone and changed', () => {
    const now = {
      operations: [{ ...list, access: 'write' } as const, { ...list, name: 'orders:Find' }],
      groups: [{ ...group, operations: ['orders:List', 'orders:Find'] }],
    };
    expect(catalogueDifferences(before, now)).toEqual([
      { name: 'orders:List', before: 'read', now: 'write' },
      { name: 'orders:Create', before: 'write · Place an order · POST /orders', now: null },
      { name: 'orders', before: 'Orders: orders:List', now: 'Orders: orders:List, orders:Find' },
      { name: 'orders:Find', before: null, now: 'read' },
    ]);
  });

  it('may not have been there before, nor be there any more', () => {
    expect(catalogueDifferences(null, { operations: [list], groups: [] })).toEqual([
      { name: 'orders:List', before: null, now: 'read' },
    ]);
    expect(catalogueDifferences({ operations: [list], groups: [] }, null)).toEqual([
      { name: 'orders:List', before: 'read', now: null },
    ]);
    expect(catalogueDifferences(null, null)).toEqual([]);
  });

  it('is not different for its order', () => {
    const turned = { operations: [create, list], groups: [group] };
    expect(catalogueDifferences(before, turned)).toEqual([]);
  });
});
