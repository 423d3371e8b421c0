import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { isKeyId, mintKeyId } from './key-id.js';

describe('key ids', () => {
  it('are key_ and 22 base62 characters, never the same twice', () => {
    const ids = Array.from({ length: 2_000 }, () => mintKeyId((count) => randomBytes(count)));
    expect(ids.filter((id) => !/^key_[0-9A-Za-z]{22}$/.test(id) || !isKeyId(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are told from anything else', () => {
    fc.assert(fc.property(hostileValues, (value) => !isKeyId(value)));
    const id = mintKeyId((count) => randomBytes(count));
    for (const other of [`${id}\n`, `${id}0`, id.slice(1), id.toUpperCase(), `${id.slice(0, -1)}-`]) {
      expect(isKeyId(other)).toBe(false);
    }
  });
});
