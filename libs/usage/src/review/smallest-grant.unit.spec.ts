import { describe, expect, it } from '@jest/globals';
import {
  type OperationCatalogue,
  type ProfileId,
  compileScopes,
  coversScope,
  decidingScope,
  profileOf,
  systemCatalogue,
} from '@keyledger/domain';
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
  profile: ProfileId = 'keyledger',
  known: OperationCatalogue | null = catalogue,
) {
  const counts = new Map(used.map((operation) => [operation, 7]));
  const { permissions } = profileOf(profile);
  return auditScopes({ scopes, permissions, catalogue: known }, counts);
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
    const partly = audit(['numbers:*', 'people:*'], ['numbers:List', otherOperation]);
    expect(partly).toEqual({ unusedScopes: [], smallest: null });
  });

  it('keeps a wide scope for what the catalogue knows no more', () => {
    const { smallest } = audit(['numbers:*', 'people:*'], ['numbers:Gone', 'numbers:List', 'people:List']);
    expect(smallest).toEqual(['numbers:*', 'people:List']);
  });

  it('gives nothing back that the key has lost since it used it', () => {
    expect(audit(['people:*'], ['people:List', 'billing:Pay']).smallest).toEqual(['people:List']);
  });

  it('strikes out what is not used where there are more operations than a key may hold scopes', () => {
    const many = Array.from({ length: 101 }, (_, n) => `numbers:Operation${n}`);
    expect(audit(['numbers:*', 'people:*'], many, 'keyledger', null).smallest).toEqual(['numbers:*']);
  });

  it('tells nothing of scopes on one account: on which an operation was used is not counted', () => {
    const held = ['keyledger:*', 'keyledger@acme:*'];
    expect(audit(held, ['keyledger:GetKey'], 'keyledger', systemCatalogue)).toEqual({
      unusedScopes: [],
      smallest: null,
    });
    const everywhere = audit(['keyledger:*'], ['keyledger:GetKey'], 'keyledger', systemCatalogue);
    expect(everywhere.smallest).toEqual(['keyledger:GetKey']);
  });

  it.each([
    [['numbers:List'], ['@analytics']],
    [['numbers:List', 'numbers:Buy'], ['@inventory']],
    [['numbers:List', 'people:List'], ['*:read']],
    [
      ['numbers:Buy', 'people:List'],
      ['@inventory', '@users'],
    ],
  ])('speaks of levels and groups where the profile does (XN-4, XN-5): %j', (used, expected) => {
    expect(audit(['*:*'], used, 'permission-levels').smallest).toEqual(expected);
  });

  it('has no smaller level for what is in no group', () => {
    expect(audit(['*:*'], ['billing:Pay', 'numbers:List'], 'permission-levels').smallest).toBeNull();
  });

  it('proposes no group and no level that the key does not hold', () => {
    const held = ['@inventory', '@users'];
    expect(audit(held, ['numbers:List'], 'permission-levels').smallest).toEqual(['@inventory']);
    expect(audit(held, ['numbers:List', 'people:List'], 'permission-levels').smallest).toBeNull();
  });

  it.each([null, catalogue])(
    'proposes scopes that let pass what passed, and no more than was held',
    (known) => {
      const asked = fc.uniqueArray(fc.oneof(operations, fc.constantFrom(...catalogue.keys())), {
        maxLength: 8,
      });
      fc.assert(
        fc.property(scopeLists, asked, (scopes, names) => {
          const allows = (held: readonly string[], name: string) =>
            decidingScope(compileScopes(held), name, known?.get(name) ?? null) !== null;
          const passed = names.filter((name) => allows(scopes, name));
          const { smallest, unusedScopes } = audit(scopes, passed, 'keyledger', known);
          const rest = scopes.filter((scope) => !unusedScopes.includes(scope));
          for (const left of [smallest ?? scopes, passed.length > 0 ? rest : scopes]) {
            expect(passed.filter((name) => !allows(left, name))).toEqual([]);
          }
          expect((smallest ?? []).filter((scope) => !coversScope(scopes, scope, known))).toEqual([]);
        }),
      );
    },
  );
});
