import { describe, expect, it } from '@jest/globals';
import { type OperationCatalogue, compileScopes, decidingScope } from '@keyledger/domain';
import { operations, scopeLists } from '@keyledger/testing';
import fc from 'fast-check';
import { otherOperation } from '../usage.js';
import { auditScopes } from './smallest-grant.js';

const catalogue: OperationCatalogue = new Map([
  ['numbers:List', { access: 'read', groups: ['inventory', 'analytics'] }],
  ['numbers:Buy', { access: 'write', groups: ['inventory'] }],
  ['people:List', { access: 'read', groups: ['users'] }],
  ['billing:Pay', { access: 'write', groups: [] }],
]);

function audit(
  scopes: readonly string[],
  used: readonly (string | null)[],
  model: 'scopes' | 'levels' = 'scopes',
) {
  const counts = new Map(used.map((operation) => [operation, 7]));
  return auditScopes({ scopes, permissions: { model }, catalogue }, counts);
}

describe('auditScopes (WX-11)', () => {
  it('names what was never needed, and the least that was', () => {
    expect(audit(['numbers:*', 'people:read', 'billing:Pay'], ['numbers:List', 'billing:Pay'])).toEqual({
      unusedScopes: ['people:read'],
      smallest: ['billing:Pay', 'numbers:List'],
    });
  });

  it('has nothing to propose to a key that holds just what it uses', () => {
    expect(audit(['numbers:List'], ['numbers:List'])).toEqual({ unusedScopes: [], smallest: null });
  });

  it('guesses nothing for a key that was not used, or not by name', () => {
    expect(audit(['numbers:*'], [])).toEqual({ unusedScopes: ['numbers:*'], smallest: null });
    expect(audit(['numbers:*'], [null])).toMatchObject({ smallest: null });
    expect(audit(['numbers:*'], ['numbers:List', otherOperation])).toMatchObject({ smallest: null });
  });

  it.each([
    [['numbers:List'], ['@analytics']],
    [['numbers:List', 'numbers:Buy'], ['@inventory']],
    [['numbers:List', 'people:List'], ['*:read']],
    [
      ['numbers:Buy', 'people:List'],
      ['@inventory', '@users'],
    ],
  ])('speaks of levels and groups where the profile does: %j', (used, expected) => {
    expect(audit(['*:*'], used, 'levels').smallest).toEqual(expected);
  });

  it('has no smaller level for what is in no group', () => {
    expect(audit(['*:*'], ['billing:Pay', 'numbers:List'], 'levels').smallest).toBeNull();
  });

  it('proposes scopes that let everything pass which passed', () => {
    const wide: OperationCatalogue = new Map();
    fc.assert(
      fc.property(scopeLists, fc.uniqueArray(operations, { maxLength: 6 }), (scopes, asked) => {
        const passed = asked.filter((name) => decidingScope(compileScopes(scopes), name, null) !== null);
        const used = new Map(passed.map((name) => [name, 1]));
        const { smallest, unusedScopes } = auditScopes(
          { scopes, permissions: { model: 'scopes' }, catalogue: wide },
          used,
        );
        const proposed = compileScopes(smallest ?? scopes.filter((scope) => !unusedScopes.includes(scope)));
        for (const name of passed) expect(decidingScope(proposed, name, null)).not.toBeNull();
      }),
    );
  });
});
