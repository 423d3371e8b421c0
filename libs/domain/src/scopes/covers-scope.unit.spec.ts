import { describe, expect, it } from '@jest/globals';
import { operations, scopeLists, scopes } from '@keyledger/testing';
import fc from 'fast-check';
import type { OperationCatalogue } from './catalogue.js';
import { compileScopes, decidingScope } from './compiled-scopes.js';
import { coversScope, uncoveredScope } from './covers-scope.js';
import { systemCatalogue } from './system-catalogue.js';

const catalogue: OperationCatalogue = new Map([
  ['payments:Get', { access: 'read', groups: ['money'] }],
  ['payments:Send', { access: 'write', groups: ['money'] }],
]);

describe('coversScope', () => {
  it('never covers a scope that allows an operation which the holder may not do', () => {
    fc.assert(
      fc.property(scopeLists, scopes, operations, (held, wanted, operation) => {
        fc.pre(coversScope(held, wanted, catalogue));
        const access = catalogue.get(operation) ?? null;
        if (decidingScope(compileScopes([wanted]), operation, access) === null) return;
        expect(decidingScope(compileScopes(held), operation, access)).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('covers what is held, and everything under *:*', () => {
    fc.assert(
      fc.property(scopeLists, scopes, (held, wanted) => {
        expect(uncoveredScope(held, held, catalogue)).toBeNull();
        expect(coversScope(['*:*'], wanted, catalogue)).toBe(true);
      }),
    );
  });

  it.each([
    ['payments:*', 'payments:read'],
    ['payments:*', 'payments:Send'],
    ['payments:*', 'payments:NotYetInTheCatalogue'],
    ['payments:read', 'payments:Get'],
    ['*:read', 'payments:read'],
    ['*:read', 'payments:Get'],
    ['*:read', '*:read'],
    ['@money', '@money'],
    ['@money', 'payments:Send'],
    ['keyledger:*', 'keyledger@acme:*'],
    ['keyledger:*', 'keyledger@acme:RevokeKey'],
    ['keyledger:read', 'keyledger@acme:read'],
    ['keyledger:read', 'keyledger@acme:GetKey'],
    ['keyledger:CreateKey', 'keyledger@acme:CreateKey'],
    ['keyledger@acme:*', 'keyledger@acme:Verify'],
    ['keyledger@acme:read', 'keyledger@acme:ReadUsage'],
  ])('%p covers %p', (held, wanted) => {
    const both = new Map([...catalogue, ...systemCatalogue]);
    expect(coversScope([held], wanted, both)).toBe(true);
  });

  it.each([
    ['payments:*', '*:*'],
    ['payments:*', '*:read'],
    ['payments:read', '*:read'],
    ['*:read', 'payments:*'],
    ['*:read', 'payments:Send'],
    ['payments:*', '@money'],
    ['@money', 'payments:*'],
    ['@money', '@other'],
    ['payments:*', 'pay:Send'],
    ['payments:read', 'payments:*'],
    ['payments:read', 'payments:Send'],
    ['payments:read', 'payments:Unknown'],
    ['payments:Get', 'payments:read'],
    ['keyledger@acme:*', 'keyledger:*'],
    ['keyledger@acme:*', 'keyledger:GetKey'],
    ['keyledger@acme:*', 'keyledger@other:GetKey'],
    ['keyledger:read', 'keyledger@acme:Verify'],
    ['keyledger:read', 'keyledger:*'],
    ['keyledger:GetKey', 'keyledger@acme:read'],
    ['*:*', 'not a scope'],
  ])('%p does not cover %p', (held, wanted) => {
    const both = new Map([...catalogue, ...systemCatalogue]);
    expect(coversScope([held], wanted, both)).toBe(false);
  });

  it('does not take all operations of today for all operations', () => {
    expect(coversScope(['payments:Get', 'payments:Send'], 'payments:*', catalogue)).toBe(false);
    expect(coversScope(['payments:Get'], 'payments:read', catalogue)).toBe(false);
  });

  it('takes namespace:read for nothing more without a catalogue', () => {
    expect(coversScope(['payments:read'], 'payments:Get', null)).toBe(false);
    expect(coversScope(['payments:read'], 'payments:read', null)).toBe(true);
  });

  it('names the first scope that is not covered', () => {
    expect(uncoveredScope(['payments:*'], ['payments:Get', 'sms:Send', '*:*'], null)).toBe('sms:Send');
  });
});
