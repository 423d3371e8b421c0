import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCatalogue } from '../account/catalogue-definition.js';
import { catalogues, scopesOnCatalogues } from '../account/spec-catalogues.js';
import { profileIds, profileOf } from '../profiles/registry.js';
import { allowedScopes, operationsAllowedBy } from './allowed-scopes.js';
import { compileScopes, decidingScope } from './compiled-scopes.js';
import { parseScope, type Scope } from './scope.js';
import { systemCatalogue } from './system-catalogue.js';

const catalogue = compileCatalogue({
  operations: [
    { name: 'sms:List', access: 'read', summary: null, routes: [] },
    { name: 'sms:Send', access: 'write', summary: null, routes: [] },
  ],
  groups: [
    { id: 'inventory', title: 'Inventory Management', operations: ['sms:List', 'sms:Send'] },
    { id: 'logs', title: 'Logs', operations: ['sms:List'] },
  ],
});
const any = () => true;
const acceptedBy = (profile: (typeof profileIds)[number]) => profileOf(profile).permissions.accepts;

function parsed(text: string): Scope {
  const scope = parseScope(text);
  if (scope === null) throw new Error(`${text} is no scope`);
  return scope;
}

describe('allowedScopes (WX-6)', () => {
  it('lists what suffices, the most restrictive first', () => {
    expect(allowedScopes('sms:List', catalogue, any)).toEqual([
      'sms:List',
      '@logs',
      '@inventory',
      'sms:read',
      '*:read',
      'sms:*',
      '*:*',
    ]);
    expect(allowedScopes('sms:Send', catalogue, any)).toEqual(['sms:Send', '@inventory', 'sms:*', '*:*']);
  });

  it.each([
    ['hierarchical-scopes', ['sms:List', 'sms:read', 'sms:*', '*:*']],
    ['permission-levels', ['@logs', '@inventory', '*:read', '*:*']],
    ['operations', []],
  ] as const)('keeps to what keys of the profile %s may hold', (profile, scopes) => {
    expect(allowedScopes('sms:List', catalogue, acceptedBy(profile))).toEqual(scopes);
  });

  it('is null for what the catalogue lacks', () => {
    for (const name of ['sms:Fly', '', 'constructor', 'sms:read', '*:*']) {
      expect(allowedScopes(name, catalogue, any)).toBeNull();
    }
  });

  it('names exactly the scopes that decide when a key holds nothing else, and no scope that does not', () => {
    fc.assert(
      fc.property(
        catalogues,
        scopesOnCatalogues,
        fc.constantFrom(...profileIds),
        (definition, scope, profile) => {
          const operations = compileCatalogue(definition);
          const accepts = acceptedBy(profile);
          const compiled = compileScopes([scope]);
          const reverse = operationsAllowedBy(parsed(scope), operations, accepts);
          for (const [name, known] of operations) {
            const decides = accepts(parsed(scope)) && decidingScope(compiled, name, known) === scope;
            const scopes = allowedScopes(name, operations, accepts) ?? [];
            expect(scopes.includes(scope)).toBe(decides);
            expect(reverse.find((operation) => operation.name === name)?.leastScope).toBe(
              decides ? scopes[0] : undefined,
            );
          }
        },
      ),
    );
  });

  it('puts a scope before every one that also decides when both are held (WX-5)', () => {
    fc.assert(
      fc.property(catalogues, (definition) => {
        const operations = compileCatalogue(definition);
        for (const [name, known] of operations) {
          const withoutGroups = (allowedScopes(name, operations, any) ?? []).filter(
            (scope) => !scope.startsWith('@'),
          );
          for (const [index, scope] of withoutGroups.entries()) {
            const wider = withoutGroups.slice(index);
            const decided = decidingScope(compileScopes(wider), name, known);
            expect(decided).toBe(withoutGroups.at(-1));
            expect(wider).toContain(scope);
          }
        }
      }),
    );
  });
});

describe('operationsAllowedBy (WX-6)', () => {
  it.each([
    ['*:*', ['sms:List', 'sms:Send']],
    ['sms:*', ['sms:List', 'sms:Send']],
    ['*:read', ['sms:List']],
    ['sms:read', ['sms:List']],
    ['@logs', ['sms:List']],
    ['@users', []],
    ['sms:Send', ['sms:Send']],
    ['mail:*', []],
  ])('%s: %j', (scope, operations) => {
    const allowed = operationsAllowedBy(parsed(scope), catalogue, any);
    expect(allowed.map(({ name }) => name)).toEqual(operations);
  });

  it('names for each the most restrictive scope that would have done', () => {
    expect(operationsAllowedBy(parsed('*:read'), catalogue, acceptedBy('permission-levels'))).toEqual([
      { name: 'sms:List', leastScope: '@logs' },
    ]);
    expect(operationsAllowedBy(parsed('*:*'), catalogue, acceptedBy('operations'))).toEqual([]);
  });

  it('reads scopes that are narrowed to one account', () => {
    const all = operationsAllowedBy(parsed('keyledger@acme:read'), systemCatalogue, any);
    expect(all.map(({ name }) => name)).toContain('keyledger:GetKey');
    expect(all.map(({ name }) => name)).not.toContain('keyledger:CreateKey');
  });
});
