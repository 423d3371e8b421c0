import { describe, expect, it } from '@jest/globals';
import { operations, scopeLists } from '@keyledger/testing';
import fc from 'fast-check';
import type { CatalogueOperation, OperationAccess } from './catalogue.js';
import { compileScopes, decidingScope, sufficientScope } from './compiled-scopes.js';

function decide(scopes: readonly string[], operation: string, access: OperationAccess | null): string | null {
  const known = access === null ? null : { access, groups: [] };
  return decidingScope(compileScopes(scopes), operation, known);
}

/** The four levels as they are told to users, by comparing texts only. */
function naiveDecision(
  scopes: readonly string[],
  operation: string,
  access: OperationAccess | null,
): string | null {
  const namespace = String(operation.split(':')[0]);
  const allowing = ['*:*', `${namespace}:*`];
  if (access === 'read') allowing.push(`${namespace}:read`);
  if (operation !== `${namespace}:read` || access === null) allowing.push(operation);
  return allowing.find((scope) => scopes.includes(scope)) ?? null;
}

describe('decidingScope', () => {
  it('agrees with a naive model for every list, operation and access', () => {
    const accesses = fc.constantFrom<OperationAccess | null>('read', 'write', null);
    fc.assert(
      fc.property(scopeLists, operations, accesses, (scopes, operation, access) => {
        expect(decide(scopes, operation, access)).toBe(naiveDecision(scopes, operation, access));
      }),
      { numRuns: 2_000 },
    );
  });

  it('names the widest scope that allows the operation (WX-5)', () => {
    const narrowToWide = ['payments:Get', 'payments:read', 'payments:*', '*:*'];
    for (let count = 1; count <= narrowToWide.length; count += 1) {
      const held = narrowToWide.slice(0, count);
      expect(decide(held, 'payments:Get', 'read')).toBe(held.at(-1));
      expect(decide(held.toReversed(), 'payments:Get', 'read')).toBe(held.at(-1));
    }
  });

  it('lets namespace:read cover read operations only (WX-4)', () => {
    expect(decide(['payments:read'], 'payments:Get', 'read')).toBe('payments:read');
    expect(decide(['payments:read'], 'payments:Send', 'write')).toBeNull();
  });

  it('lets *:read cover every read operation there is, and none that is not known (XN-4)', () => {
    expect(decide(['*:read'], 'payments:Get', 'read')).toBe('*:read');
    expect(decide(['payments:read', '*:read'], 'payments:Get', 'read')).toBe('*:read');
    expect(decide(['payments:*', '*:read'], 'payments:Get', 'read')).toBe('payments:*');
    expect(decide(['*:read'], 'payments:Send', 'write')).toBeNull();
    expect(decide(['*:read'], 'payments:Get', null)).toBeNull();
  });

  it('lets @group cover the operations that the catalogue puts into it (XN-5)', () => {
    const held = compileScopes(['@users', 'people:Rename']);
    const inUsers: CatalogueOperation = { access: 'write', groups: ['kyc', 'users'] };
    const inOthers: CatalogueOperation = { access: 'write', groups: ['kyc'] };
    expect(decidingScope(held, 'people:Create', inUsers)).toBe('@users');
    expect(decidingScope(held, 'people:Rename', inUsers)).toBe('@users');
    expect(decidingScope(held, 'people:Rename', inOthers)).toBe('people:Rename');
    expect(decidingScope(held, 'people:Create', inOthers)).toBeNull();
    expect(decidingScope(held, 'people:Create', null)).toBeNull();
  });

  it('guesses nothing without a catalogue', () => {
    expect(decide(['payments:read'], 'payments:GetBalance', null)).toBeNull();
    expect(decide(['payments:read'], 'payments:read', null)).toBe('payments:read');
  });

  it('compares names exactly', () => {
    expect(decide(['pay:*'], 'payments:Send', null)).toBeNull();
    expect(decide(['payments:*'], 'pay:Send', null)).toBeNull();
    expect(decide(['payments:Send'], 'payments:send', null)).toBeNull();
    expect(decide(['payments:Send'], 'payments:SendAll', null)).toBeNull();
    expect(decide(['payments:*'], 'paymentsX', null)).toBeNull();
    expect(decide(['keyledger:*'], 'keyledger@acme:GetKey', 'read')).toBeNull();
  });

  it('allows nothing to who holds nothing, or nothing that is a scope', () => {
    expect(decide([], 'payments:Send', 'read')).toBeNull();
    expect(decide(['', 'payments', '*', 'payments:**', '__proto__'], 'payments:Send', 'read')).toBeNull();
  });
});

describe('sufficientScope', () => {
  it('is one that suffices', () => {
    fc.assert(
      fc.property(operations, (operation) => {
        expect(decide([sufficientScope(operation)], operation, null)).toBe(operation);
      }),
    );
  });
});
