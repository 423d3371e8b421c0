import { describe, expect, it } from '@jest/globals';
import type { KeyLimit } from '@keyledger/domain';
import { digestOfName, keyCreated, keyRow, recorded } from '../spec-ledger.js';
import { VerificationIndex } from '../verification-index.js';
import { verify } from '../verify.js';
import { compileLimit } from './compiled-limit.js';

const day: KeyLimit = { name: 'day', kind: 'fixed', requests: 10, window: 'P1D' };
const once: KeyLimit = { name: 'once', kind: 'credits', credits: 5, refill: null };

function limitsOf(index: VerificationIndex, name: string): unknown {
  const digest = digestOfName(name).key;
  const verdict = verify(index, { digest, operation: null, clientAddress: null, accountId: null }, 0);
  if (!verdict.valid) throw new Error(verdict.code);
  return verdict.limits;
}

function changed(name: string, limits: readonly KeyLimit[]) {
  const data = { keyId: `key_${name}`, accountId: 'acme', limits, previousLimits: [] };
  return { type: 'LimitsChanged', data } as const;
}

describe('limits in the index', () => {
  it('come with a row, with the event that created the key, and with the change of them', () => {
    const index = new VerificationIndex();
    index.applyRow(keyRow('a', { limits: [day] }));
    for (const event of recorded([keyCreated('b', { limits: [day, once] }), keyCreated('c')]))
      index.applyEvent(event);
    expect(limitsOf(index, 'a')).toEqual([compileLimit(day)]);
    expect(limitsOf(index, 'b')).toEqual([compileLimit(day), compileLimit(once)]);
    expect(limitsOf(index, 'c')).toBeUndefined();
    for (const event of recorded([changed('a', []), changed('c', [once])], 2n)) index.applyEvent(event);
    expect(limitsOf(index, 'a')).toBeUndefined();
    expect(limitsOf(index, 'c')).toEqual([compileLimit(once)]);
  });

  it('are held once, however many keys have the same, and dropped with the last', () => {
    const index = new VerificationIndex();
    for (const name of ['a', 'b']) index.applyRow(keyRow(name, { limits: [day] }));
    expect(limitsOf(index, 'a')).toBe(limitsOf(index, 'b'));
    const before = index.sharedLists;
    for (const event of recorded([changed('a', []), changed('b', [])])) index.applyEvent(event);
    expect(index.sharedLists).toBe(before - 1);
  });

  it('take no room in a key that has none', () => {
    const index = new VerificationIndex();
    index.applyRow(keyRow('a'));
    expect(Object.keys(index.findById('key_a') ?? {})).not.toContain('limits');
  });

  it('are not spoken of where the key is refused', () => {
    const index = new VerificationIndex();
    index.applyRow(keyRow('a', { limits: [day], status: 'disabled' }));
    expect(() => limitsOf(index, 'a')).toThrow('KEY_DISABLED');
  });
});
