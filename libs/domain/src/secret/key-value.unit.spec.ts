import { describe, expect, it } from '@jest/globals';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { isWellFormedKey, keyPattern, mintKey, visibleStartOf } from './key-value.js';

const countingBytes = (count: number) => Uint8Array.from({ length: count }, (_, index) => index);

describe('keys of Keyledger’s own', () => {
  it('have not changed: keys that are out there stay keys', () => {
    const value = mintKey({ mode: 'live', randomBytes: countingBytes });
    expect(value).toBe('kl_live_0123456789ABCDEFGHIJKLMNOPQ1Cmnqr');
    expect(value).toMatch(new RegExp(`^${keyPattern}$`));
    expect(visibleStartOf(value)).toBe('kl_live_0123');
    expect(isWellFormedKey(value)).toBe(true);
  });

  it('say what they are for', () => {
    expect(mintKey({ mode: 'test', randomBytes: countingBytes })).toMatch(/^kl_test_/);
  });

  it('are told from anything else, whatever it is', () => {
    fc.assert(fc.property(hostileValues, (value) => !isWellFormedKey(value)));
  });
});
