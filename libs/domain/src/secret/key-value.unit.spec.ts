import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { base62Alphabet, encodeBase62 } from './base62.js';
import {
  holdsKey,
  isWellFormedKey,
  keyFragmentPattern,
  keyPattern,
  mintKey,
  visibleStartOf,
} from './key-value.js';

/** A stream of bytes that is the same in every run. */
function seededBytes(seed: string): (count: number) => Uint8Array {
  let block = 0;
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () => {
      block += 1;
      return createHash('sha256').update(`${seed}:${block}`).digest();
    });
    return Buffer.concat(blocks).subarray(0, count);
  };
}

const randomBytes = seededBytes('keys');
const alphabet = Array.from(base62Alphabet);
const modes = fc.constantFrom('live', 'test');
const keys = fc
  .tuple(modes, fc.array(fc.constantFrom(...alphabet), { minLength: 27, maxLength: 27 }))
  .map(([mode, characters]) => {
    const bytes = Uint8Array.from(characters, (character) => base62Alphabet.indexOf(character));
    return mintKey({ mode, randomBytes: () => bytes });
  });

function replaceAt(text: string, index: number, replacement: string): string {
  return text.slice(0, index) + replacement + text.slice(index + replacement.length);
}

describe('mintKey', () => {
  it.each(['live', 'test'] as const)('makes %s keys of 41 characters, prefix and base62', (mode) => {
    const value = mintKey({ mode, randomBytes });
    expect(value).toMatch(new RegExp(`^kl_${mode}_[0-9A-Za-z]{33}$`));
    expect(isWellFormedKey(value)).toBe(true);
  });

  it('never makes the same key twice', () => {
    const values = Array.from({ length: 5_000 }, () => mintKey({ mode: 'live', randomBytes }));
    expect(new Set(values).size).toBe(values.length);
  });

  it('ends in the CRC32 of the rest, as six base62 digits', () => {
    fc.assert(
      fc.property(keys, (value) => {
        const digits = Array.from(value.slice(35), (digit) => BigInt(base62Alphabet.indexOf(digit)));
        const checksum = digits.reduce((sum, digit) => sum * 62n + digit, 0n);
        expect(checksum).toBe(BigInt(crc32(value.slice(0, 35))));
      }),
    );
  });

  it('has not changed: keys that are out there stay keys', () => {
    const value = mintKey({
      mode: 'live',
      randomBytes: (count) => Uint8Array.from({ length: count }, (_, i) => i),
    });
    expect(value.slice(0, 35)).toBe('kl_live_0123456789ABCDEFGHIJKLMNOPQ');
    expect(value).toBe('kl_live_0123456789ABCDEFGHIJKLMNOPQ1Cmnqr');
  });

  it('draws every character equally often', () => {
    const counts = new Map<string, number>();
    const characters = 27 * 4_000;
    for (let minted = 0; minted < 4_000; minted += 1) {
      for (const character of mintKey({ mode: 'live', randomBytes }).slice(8, 35)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = characters / 62;
    const chiSquare = Array.from(base62Alphabet, (character) => {
      return ((counts.get(character) ?? 0) - expected) ** 2 / expected;
    }).reduce((sum, term) => sum + term);
    // 61 degrees of freedom: chance exceeds 120 once in 100,000 tries. A plain modulo of bytes gives over 2,000.
    expect(chiSquare).toBeLessThan(120);
  });

  it('throws away the bytes that would favour some characters', () => {
    const draws = [Uint8Array.from({ length: 27 }, (_, index) => 229 + index), new Uint8Array(27)];
    const value = mintKey({ mode: 'live', randomBytes: () => draws.shift() ?? new Uint8Array() });
    // 229..247 are taken (modulo 62: 43..61), 248..255 are not, and the next draw fills up.
    expect(value.slice(8, 35)).toBe(`${base62Alphabet.slice(43)}00000000`);
  });

  it.each([
    ['only unusable bytes', (count: number) => new Uint8Array(count).fill(255)],
    ['no bytes', () => new Uint8Array()],
  ])('gives up on a random source that returns %s', (_, broken) => {
    expect(() => mintKey({ mode: 'live', randomBytes: broken })).toThrow('the random source is broken');
  });
});

describe('isWellFormedKey', () => {
  it('refuses every key with one character replaced, at every place', () => {
    const value = mintKey({ mode: 'live', randomBytes });
    for (let index = 0; index < value.length; index += 1) {
      for (const character of `${base62Alphabet}_- \u0000é`) {
        if (character === value[index]) continue;
        expect(isWellFormedKey(replaceAt(value, index, character))).toBe(false);
      }
    }
  });

  it('refuses keys with one character replaced', () => {
    fc.assert(
      fc.property(keys, fc.nat({ max: 40 }), fc.constantFrom(...alphabet), (value, index, character) => {
        fc.pre(character !== value[index]);
        expect(isWellFormedKey(replaceAt(value, index, character))).toBe(false);
      }),
    );
  });

  it('refuses keys with two differing neighbours exchanged', () => {
    fc.assert(
      fc.property(keys, (value) => {
        for (let index = 0; index + 1 < value.length; index += 1) {
          const [left, right] = [value.charAt(index), value.charAt(index + 1)];
          if (left !== right) expect(isWellFormedKey(replaceAt(value, index, right + left))).toBe(false);
        }
      }),
    );
  });

  it('refuses an exchange across the border of body and checksum, for all keys', () => {
    // Inside the body CRC32 notices any change of 32 bits in a row. Across the border, the last character of the body
    // becomes the first digit of the checksum (0 to 4, since the checksum has 32 bits). The body then changes the
    // checksum by a known XOR; that must never be the sum that the changed digit makes.
    for (const body of '01234') {
      for (const digit of '01234') {
        if (body === digit) continue;
        const changes = BigInt(crc32(body) ^ crc32(digit)) & 0xffff_ffffn;
        const sum = BigInt(Number(body) - Number(digit)) * 62n ** 5n;
        // x ^ changes = x + sum has a solution only if half of (changes + sum) is a subset of the bits of `changes`.
        const raised = changes + sum;
        const isSolvable = raised >= 0n && raised % 2n === 0n && ((raised / 2n) & ~changes) === 0n;
        expect({ body, digit, isSolvable }).toEqual({ body, digit, isSolvable: false });
      }
    }
  });

  it('answers false to anything else, and never throws', () => {
    fc.assert(fc.property(hostileValues, (value) => !isWellFormedKey(value)));
    const value = mintKey({ mode: 'test', randomBytes });
    const others = [
      `${value}\n`,
      ` ${value}`,
      value.toUpperCase(),
      `${value}0`,
      value.slice(0, -1),
      `\u0000${value}`,
    ];
    const large = [
      'k'.repeat(1_000_000),
      `${value}${'\u0000'.repeat(1_000_000)}`,
      'kl_live_'.repeat(100_000),
    ];
    for (const other of [...others, ...large]) expect(isWellFormedKey(other)).toBe(false);
  });

  it.each(['-', '_', ' ', '/', ':', '@', '[', '`', '{', '\u0000', '\u00e9'])(
    'refuses %p even under its own checksum',
    (character) => {
      const body = `kl_live_${'a'.repeat(26)}${character}`;
      expect(isWellFormedKey(body + encodeBase62(crc32(Buffer.from(body, 'latin1')), 6))).toBe(false);
    },
  );

  it('refuses more or fewer characters even where the checksum is the same number', () => {
    const value = 'kl_live_0123456789ABCDEFGHIJKLMNOPQ1Cmnqr';
    expect(isWellFormedKey(value)).toBe(true);
    expect(isWellFormedKey(`${value.slice(0, 35)}0${value.slice(35)}`)).toBe(false);
    const short = `kl_live_${'a'.repeat(26)}`;
    expect(isWellFormedKey(short + encodeBase62(crc32(short), 6))).toBe(false);
  });

  it('refuses another prefix even under its own checksum', () => {
    for (const prefix of ['kl_prod_', 'KL_live_', 'kl-live-', 'sk_live_']) {
      const body = `${prefix}${'a'.repeat(27)}`;
      expect(isWellFormedKey(body + encodeBase62(crc32(body), 6))).toBe(false);
    }
  });

  it('refuses a checksum beyond 32 bits', () => {
    const value = mintKey({ mode: 'live', randomBytes });
    expect(isWellFormedKey(`${value.slice(0, 35)}zzzzzz`)).toBe(false);
  });
});

describe('visibleStartOf', () => {
  it('is the prefix and four characters', () => {
    const value = mintKey({ mode: 'test', randomBytes });
    expect(visibleStartOf(value)).toBe(value.slice(0, 12));
  });

  it.each(['', 'kl_live_abcd', 'secret', `sk_live_${'a'.repeat(33)}`])(
    'throws for %p, naming nothing',
    (value) => {
      expect(() => visibleStartOf(value)).toThrow(
        'Only a key has a visible start; the given value is not one',
      );
    },
  );
});

describe('holdsKey', () => {
  const value = mintKey({ mode: 'live', randomBytes });

  it('finds a key, and what is left of one that was cut off or written in capitals', () => {
    const texts = [value, `see ${value}!`, `a:${value}`, value.slice(0, 35), value.slice(0, 20)];
    for (const text of [...texts, value.toUpperCase()]) expect(holdsKey(text)).toBe(true);
  });

  it('finds none in what people see of a key, nor in names that begin like one', () => {
    for (const text of [visibleStartOf(value), 'kl_live_migration', value.slice(8), ''])
      expect(holdsKey(text)).toBe(false);
  });
});

describe('keyPattern and keyFragmentPattern', () => {
  const value = mintKey({ mode: 'live', randomBytes });
  const redact = (text: string): string => text.replace(new RegExp(keyFragmentPattern, 'g'), '[key]');

  it('finds keys anywhere in a text', () => {
    const text = `{"authorization":"Bearer ${value}"} x${value}, ${value}`;
    expect(text.match(new RegExp(keyPattern, 'g'))).toEqual([value, value, value]);
    expect(redact(text)).toBe('{"authorization":"Bearer [key]"} x[key], [key]');
  });

  it('takes out cut-off keys and keys in a row too, and leaves visible starts', () => {
    expect(redact(`${value.slice(0, 13)} ${value}${value}`)).toBe('[key] [key]');
    expect(redact(`key ${visibleStartOf(value)} of acme`)).toBe(`key ${visibleStartOf(value)} of acme`);
  });
});
