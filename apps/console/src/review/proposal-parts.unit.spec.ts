import { describe, expect, it } from '@jest/globals';
import { listDifference, partsOf, partsTickedAtFirst } from './proposal-parts.js';

const nothing = { scopes: null, permissions: null, ipAllowlist: null, expiresAt: null, revoke: false };

describe('a proposal', () => {
  it('has the parts that it says something about', () => {
    expect(partsOf(nothing)).toEqual([]);
    expect(partsOf({ ...nothing, scopes: [], revoke: true })).toEqual(['scopes', 'revoke']);
    const ipAllowlist = { enforced: true, entries: ['192.0.2.0/24'] };
    expect(partsOf({ ...nothing, ipAllowlist, expiresAt: '2030-01-31T00:00:00.000Z' })).toEqual([
      'ip-allowlist',
      'expiry',
    ]);
  });

  it('ends no key unless it is asked for, or is all that there is', () => {
    expect(partsTickedAtFirst(['scopes', 'revoke'])).toEqual(['scopes']);
    expect(partsTickedAtFirst(['revoke'])).toEqual(['revoke']);
  });

  it('differs from what is held by what goes and what comes', () => {
    expect(listDifference(['a:read', 'b:*'], ['a:read', 'b:List'])).toEqual({
      kept: ['a:read'],
      removed: ['b:*'],
      added: ['b:List'],
    });
  });
});
