import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCatalogue } from '../account/catalogue-definition.js';
import { catalogues, scopesOnCatalogues } from '../account/spec-catalogues.js';
import { isRefusal } from '../refusal.js';
import type { CatalogueOperation } from './catalogue.js';
import { catalogueEffects } from './catalogue-effects.js';
import { compileScopes, decidingScope } from './compiled-scopes.js';
import { checkScopes } from './scope-list.js';

const operation = (access: 'read' | 'write', ...groups: string[]): CatalogueOperation => ({ access, groups });
const before = new Map([
  ['sms:List', operation('read', 'logs')],
  ['sms:Send', operation('write', 'users')],
  ['mail:Send', operation('write')],
]);
const after = new Map([
  ['sms:List', operation('write', 'users')],
  ['sms:Send', operation('write', 'users')],
  ['sms:Get', operation('read', 'logs')],
]);
const effect = catalogueEffects(before, after);
const nothing = { gained: [], lost: [], namingNothing: [] };

describe('catalogueEffects', () => {
  it.each([
    [['sms:read'], { ...nothing, gained: ['sms:Get'], lost: ['sms:List'] }],
    [['*:read'], { ...nothing, gained: ['sms:Get'], lost: ['sms:List'] }],
    [['@logs'], { ...nothing, gained: ['sms:Get'], lost: ['sms:List'] }],
    [['@users'], { ...nothing, gained: ['sms:List'] }],
    [['sms:List', 'sms:read'], { ...nothing, gained: ['sms:Get'] }],
    [['*:*'], nothing],
    [['sms:*'], nothing],
    [['sms:Fly'], nothing],
    [['mail:Send'], { ...nothing, namingNothing: ['mail:Send'] }],
    [['mail:*', 'mail:read'], { ...nothing, namingNothing: ['mail:*', 'mail:read'] }],
  ])('on %j', (scopes, expected) => {
    expect(effect(scopes)).toEqual(expected);
  });

  it('of a first catalogue: what is readable is read, and scopes on what it lacks name nothing', () => {
    const first = catalogueEffects(null, after);
    expect(first(['sms:read', 'fax:Send'])).toEqual({
      gained: ['sms:Get'],
      lost: [],
      namingNothing: ['fax:Send'],
    });
  });

  it('is what deciding with either catalogue says, for every operation and any scopes', () => {
    fc.assert(
      fc.property(
        fc.option(catalogues, { nil: null }),
        catalogues,
        fc.array(scopesOnCatalogues, { minLength: 1, maxLength: 4 }),
        (one, other, scopes) => {
          const [was, is] = [one && compileCatalogue(one), compileCatalogue(other)];
          const found = catalogueEffects(was, is)(scopes);
          const compiled = compileScopes(scopes);
          for (const name of new Set([...(was?.keys() ?? []), ...is.keys()])) {
            const allowedBefore = decidingScope(compiled, name, was?.get(name) ?? null) !== null;
            const allowedAfter = decidingScope(compiled, name, is.get(name) ?? null) !== null;
            expect(found.gained.includes(name)).toBe(allowedAfter && !allowedBefore);
            expect(found.lost.includes(name)).toBe(allowedBefore && !allowedAfter);
          }
        },
      ),
    );
  });

  it('calls those scopes empty that a new key would be refused', () => {
    fc.assert(
      fc.property(catalogues, scopesOnCatalogues, (definition, scope) => {
        const catalogue = compileCatalogue(definition);
        const refused = isRefusal(checkScopes([scope], catalogue, () => true));
        expect(catalogueEffects(null, catalogue)([scope]).namingNothing).toEqual(refused ? [scope] : []);
      }),
    );
  });
});
