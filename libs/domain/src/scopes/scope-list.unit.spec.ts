import { describe, expect, it } from '@jest/globals';
import { hostileValues, scopeLists } from '@keyledger/testing';
import fc from 'fast-check';
import { isRefusal } from '../refusal.js';
import type { OperationCatalogue } from './catalogue.js';
import { parseScope } from './scope.js';
import { checkScopes } from './scope-list.js';
import { systemCatalogue } from './system-catalogue.js';

const catalogue: OperationCatalogue = new Map([
  ['payments:Get', { access: 'read', groups: ['money'] }],
  ['sms:Send', { access: 'write', groups: [] }],
]);

const any = () => true;

function outcome(texts: unknown, known: OperationCatalogue | null = null): unknown {
  const checked = checkScopes(texts, known, any);
  return isRefusal(checked) ? checked.code : checked;
}

describe('checkScopes', () => {
  it('records each scope once, the widest first and then by spelling', () => {
    const given = ['b:Send', 'a:read', 'b:*', 'a:Get', '*:*', 'a:*', 'b:Send', 'B'.toLowerCase() + ':Get'];
    expect(outcome(given)).toEqual(['*:*', 'a:*', 'b:*', 'a:read', 'a:Get', 'b:Get', 'b:Send']);
  });

  it('makes equal lists of equal sets, and is stable', () => {
    fc.assert(
      fc.property(scopeLists, fc.nat({ max: 7 }), (scopes, cut) => {
        const shuffled = [...scopes.slice(cut), ...scopes.slice(0, cut), ...scopes];
        expect(outcome(shuffled)).toEqual(outcome(scopes));
        expect(outcome(outcome(scopes))).toEqual(outcome(scopes));
      }),
    );
  });

  it('refuses a key in the place of an operation: scopes are recorded', () => {
    expect(outcome([`a:kl_live_${'a'.repeat(33)}`])).toBe('INVALID_SCOPE');
    expect(outcome(['a:kl_live_Send'])).toEqual(['a:kl_live_Send']);
  });

  it('takes 1 to 100', () => {
    const many = Array.from({ length: 101 }, (_, index) => `a:Op${index}`);
    expect(outcome(many.slice(1))).toHaveLength(100);
    expect(outcome(many)).toBe('TOO_MANY_SCOPES');
    expect(outcome([])).toBe('TOO_MANY_SCOPES');
    expect(outcome(many.map(() => 'a:Op'))).toBe('TOO_MANY_SCOPES');
  });

  it('refuses what is no scope', () => {
    for (const wrong of ['payments', '', null, 7, ['a:b'], { text: 'a:b' }]) {
      expect(outcome(['payments:Get', wrong])).toBe('INVALID_SCOPE');
    }
    for (const wrong of ['a:b', null, undefined, { 0: 'a:b', length: 1 }])
      expect(outcome(wrong)).toBe('INVALID_SCOPE');
  });

  it('holds scopes against the catalogue, where there is one', () => {
    expect(outcome(['payments:Get', 'sms:*', 'payments:read', '*:*'], catalogue)).toHaveLength(4);
    for (const unknown of ['payments:Send', 'payment:*', 'pay:read', 'payments:get']) {
      expect(outcome([unknown], catalogue)).toBe('UNKNOWN_OPERATION');
      expect(outcome([unknown], null)).toEqual([unknown]);
    }
  });

  it('holds groups against the catalogue, where there is one', () => {
    expect(outcome(['@money', '*:read'], catalogue)).toEqual(['*:read', '@money']);
    expect(outcome(['@users'], catalogue)).toBe('UNKNOWN_OPERATION');
    expect(outcome(['@users'], null)).toEqual(['@users']);
  });

  it('refuses scopes that the profile does not know', () => {
    const noWildcard = checkScopes(['a:Op', '*:*'], null, ({ kind }) => kind !== 'everything');
    expect(noWildcard).toMatchObject({ code: 'INVALID_SCOPE' });
  });

  it('narrows scopes to an account in the system catalogue only', () => {
    const narrowed = ['keyledger@acme:*', 'keyledger@acme:read', 'keyledger@acme:GetKey'];
    expect(outcome(narrowed, systemCatalogue)).toEqual(narrowed);
    for (const scope of narrowed) {
      expect(outcome([scope], null)).toBe('INVALID_SCOPE');
      expect(outcome([scope], catalogue)).toBe('INVALID_SCOPE');
    }
    expect(outcome(['keyledger@acme:Fly'], systemCatalogue)).toBe('UNKNOWN_OPERATION');
    expect(outcome(['payments@acme:*'], systemCatalogue)).toBe('UNKNOWN_OPERATION');
  });

  it('never throws, and records nothing that is no scope', () => {
    fc.assert(
      fc.property(fc.oneof(hostileValues, fc.array(hostileValues)), (value) => {
        const checked = checkScopes(value, catalogue, any);
        if (!isRefusal(checked)) expect(checked.map(parseScope)).not.toContain(null);
      }),
    );
  });

  it('names the input without showing a key that was pasted into it', () => {
    const value = `kl_live_${'a'.repeat(33)}`;
    const refusal = checkScopes([`scope ${value}`], null, any);
    expect(JSON.stringify(refusal)).toContain('scope [key]');
    expect(JSON.stringify(refusal)).not.toContain('aaaaa');
  });
});
