import { describe, expect, it } from '@jest/globals';
import type { CatalogueDefinition } from '@keyledger/domain';
import { allowedOperations, extentIn, namespacesOf, toggled, withExtent } from './namespace-choice.js';

const catalogue: CatalogueDefinition = {
  operations: [
    { name: 'orders:List', access: 'read', summary: 'All orders', routes: [] },
    { name: 'orders:Create', access: 'write', summary: null, routes: [] },
    { name: 'users:List', access: 'read', summary: null, routes: [] },
  ],
  groups: [{ id: 'sales', title: 'Sales', operations: ['orders:Create'] }],
};

const names = (scopes: readonly string[]) => allowedOperations(scopes, catalogue).map(({ name }) => name);

describe('choosing scopes by namespace', () => {
  it('goes through the namespaces of the catalogue', () => {
    expect(namespacesOf(catalogue).map(({ name, operations }) => [name, operations.length])).toEqual([
      ['orders', 2],
      ['users', 1],
    ]);
  });

  it('tells nothing, reading, everything and a choice apart', () => {
    expect(extentIn('orders', ['users:*'])).toBe('none');
    expect(extentIn('orders', ['orders:read'])).toBe('read');
    expect(extentIn('orders', ['orders:*', 'orders:List'])).toBe('all');
    expect(extentIn('orders', ['orders:read', 'orders:Create'])).toBe('chosen');
  });

  it('changes one namespace and leaves the others', () => {
    expect(withExtent('orders', 'all', ['orders:read', 'users:List'])).toEqual(['users:List', 'orders:*']);
    expect(withExtent('orders', 'none', ['orders:Create', 'users:List'])).toEqual(['users:List']);
  });

  it('adds a scope once, and takes it away', () => {
    expect(toggled('a:B', true, ['a:B'])).toEqual(['a:B']);
    expect(toggled('a:B', false, ['a:B', 'c:D'])).toEqual(['c:D']);
  });

  it('says what the choice allows (WX-4, XN-5)', () => {
    expect(names(['orders:read'])).toEqual(['orders:List']);
    expect(names(['@sales'])).toEqual(['orders:Create']);
    expect(names(['*:read'])).toEqual(['orders:List', 'users:List']);
    expect(names([])).toEqual([]);
  });
});
