import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DigestTable } from './digest-table.js';

const byte = fc.integer({ min: 0, max: 255 });
const bytes = (length: number) =>
  fc.array(byte, { minLength: length, maxLength: length }).map((codes) => String.fromCharCode(...codes));

/** Many begin alike, or are alike but for the end, so that they meet in the table. */
const digests = fc.oneof(
  bytes(32),
  bytes(1).map((end) => 'a'.repeat(31) + end),
  bytes(2).map((start) => `${start}\0\0`.padEnd(32, 'b')),
  fc.constantFrom('\0'.repeat(32), '\xff'.repeat(32)),
);

describe('a digest table', () => {
  it('finds what a Map finds', () => {
    const entries = fc.array(fc.tuple(digests, fc.nat()), { maxLength: 200 });
    fc.assert(
      fc.property(entries, fc.array(digests), (pairs, others) => {
        const table = new DigestTable<number>();
        const map = new Map<string, number>();
        for (const [digest, value] of pairs) {
          table.set(digest, value);
          map.set(digest, value);
        }
        for (const digest of [...map.keys(), ...others]) expect(table.get(digest)).toBe(map.get(digest));
        expect(table.size).toBe(map.size);
      }),
    );
  });

  it('keeps everything while it grows', () => {
    const table = new DigestTable<number>();
    const digestOf = (at: number) => String.fromCharCode(at & 3, 0, at >> 8, at & 255).padEnd(32, 'c');
    for (let at = 0; at < 20_000; at++) table.set(digestOf(at), at);
    for (let at = 0; at < 20_000; at++) expect(table.get(digestOf(at))).toBe(at);
    expect(table.size).toBe(20_000);
  });

  it.each(['', 'a', 'a'.repeat(31), 'a'.repeat(33), '\u0100'.repeat(32)])(
    'refuses %p as a digest',
    (text) => {
      const table = new DigestTable<number>();
      expect(() => table.set(text, 1)).toThrow('32 bytes');
      expect(table.get(text)).toBeUndefined();
    },
  );
});
