import { describe, expect, it } from '@jest/globals';
import { profileOf } from '../profiles/registry.js';
import type { OperationCatalogue } from './catalogue.js';
import { coversScope } from './covers-scope.js';
import { readOnlyScopes } from './read-only-scopes.js';

const catalogue: OperationCatalogue = new Map([
  ['invoices:List', { access: 'read', groups: ['looking'] }],
  ['invoices:Delete', { access: 'write', groups: ['changing'] }],
  ['users:Get', { access: 'read', groups: ['looking', 'changing'] }],
]);
const byScopes = profileOf('keyledger').permissions;
const byLevels = profileOf('permission-levels').permissions;

describe('readOnlyScopes', () => {
  it.each([
    [['*:*'], ['invoices:read', 'users:read']],
    [['invoices:*'], ['invoices:read']],
    [['invoices:read'], ['invoices:read']],
    [['invoices:List', 'invoices:Delete'], ['invoices:List']],
    [['invoices:*', 'invoices:read'], ['invoices:read']],
    [['invoices:Delete'], null],
    [['invoices:Unknown'], null],
    [['keyledger@acme:*'], ['keyledger@acme:read']],
  ])('leaves of %j what reads: %j', (scopes, expected) => {
    expect(readOnlyScopes(scopes, catalogue, byScopes.accepts)).toEqual(expected);
  });

  it.each([
    [['*:*'], ['*:read']],
    [['*:read'], ['*:read']],
    [['@looking', '@changing'], ['@looking']],
    [['@changing'], null],
  ])('leaves of %j, in a profile of levels, %j', (scopes, expected) => {
    expect(readOnlyScopes(scopes, catalogue, byLevels.accepts)).toEqual(expected);
  });

  it('leaves nothing of which nobody knows that it reads', () => {
    expect(readOnlyScopes(['*:*', 'invoices:List'], null, byScopes.accepts)).toBeNull();
    expect(readOnlyScopes(['invoices:*'], null, byScopes.accepts)).toEqual(['invoices:read']);
  });

  it('never leaves more than there was', () => {
    const held = ['*:*', 'invoices:*', 'invoices:List', 'users:read'];
    for (const scope of held) {
      for (const left of readOnlyScopes([scope], catalogue, byScopes.accepts) ?? []) {
        expect(coversScope([scope], left, catalogue)).toBe(true);
      }
    }
  });
});
