import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base62Alphabet, encodeBase62 } from '../secret/base62.js';
import { keyledgerFormat } from './keyledger-format.js';
import { checksummedCases, mintOne, replaceAt, valuesOf } from './spec-formats.js';

const checksumStart = 35;

describe.each(checksummedCases)('the checksum of the format $name', (formatCase) => {
  const { format } = formatCase;

  it('is the CRC32 of the rest, as six base62 digits', () => {
    fc.assert(
      fc.property(valuesOf(formatCase), (value) => {
        const digits = Array.from(value.slice(checksumStart), (digit) =>
          BigInt(base62Alphabet.indexOf(digit)),
        );
        const checksum = digits.reduce((sum, digit) => sum * 62n + digit, 0n);
        expect(checksum).toBe(BigInt(crc32(value.slice(0, checksumStart))));
      }),
    );
  });

  it('notices one replaced character at every place', () => {
    const value = mintOne(formatCase);
    for (let index = 0; index < value.length; index += 1) {
      for (const character of `${base62Alphabet}_- \u0000é`) {
        if (character !== value[index])
          expect(format.isWellFormed(replaceAt(value, index, character))).toBe(false);
      }
    }
  });

  it('notices one replaced character in every value', () => {
    const places = fc.nat({ max: format.length - 1 });
    const characters = fc.constantFrom(...Array.from(base62Alphabet));
    fc.assert(
      fc.property(valuesOf(formatCase), places, characters, (value, index, character) => {
        fc.pre(character !== value[index]);
        expect(format.isWellFormed(replaceAt(value, index, character))).toBe(false);
      }),
    );
  });

  it('notices the exchange of two differing neighbours', () => {
    fc.assert(
      fc.property(valuesOf(formatCase), (value) => {
        for (let index = 0; index + 1 < value.length; index += 1) {
          const [left, right] = [value.charAt(index), value.charAt(index + 1)];
          if (left !== right) expect(format.isWellFormed(replaceAt(value, index, right + left))).toBe(false);
        }
      }),
    );
  });

  it('notices a missing and an added character', () => {
    fc.assert(
      fc.property(valuesOf(formatCase), fc.nat({ max: format.length - 1 }), (value, index) => {
        expect(format.isWellFormed(value.slice(0, index) + value.slice(index + 1))).toBe(false);
        expect(format.isWellFormed(`${value.slice(0, index)}0${value.slice(index)}`)).toBe(false);
      }),
    );
  });
});

/**
 * That no exchange of neighbours slips through is true of all values, not only of those that a property tries. Inside
 * the body two characters are 16 bits in a row, and CRC32 notices any change of up to 32. Inside the checksum another
 * order of digits is another number. What is left is the border, where a character of the body becomes the first digit
 * of the checksum (0 to 4, since the checksum has 32 bits) and the digit becomes the end of the body.
 */
describe('an exchange across the border of body and checksum', () => {
  const digits = Array.from('01234');
  const pairs = digits.flatMap((body) =>
    digits.filter((digit) => digit !== body).map((digit) => [body, digit] as const),
  );

  it.each(pairs)('is noticed in every value: %s before %s', (body, digit) => {
    // The body changes the checksum by a known XOR, whatever stands before; it must never be the sum that the changed
    // digit makes.
    const changes = BigInt(crc32(body) ^ crc32(digit)) & 0xffff_ffffn;
    const sum = BigInt(Number(body) - Number(digit)) * 62n ** 5n;
    // x ^ changes = x + sum has a solution only if half of (changes + sum) is a subset of the bits of `changes`.
    const raised = changes + sum;
    expect(raised >= 0n && raised % 2n === 0n && ((raised / 2n) & ~changes) === 0n).toBe(false);
  });
});

describe('a value under a checksum of its own', () => {
  const withChecksum = (body: string) => body + encodeBase62(crc32(Buffer.from(body, 'latin1')), 6);

  it('is well formed with the prefix, the length and the alphabet', () => {
    expect(keyledgerFormat.isWellFormed(withChecksum(`kl_live_${'a'.repeat(27)}`))).toBe(true);
  });

  it.each(['-', '_', ' ', '/', ':', '@', '[', '`', '{', '\u0000', '\u00e9'])(
    'is refused with %p',
    (other) => {
      expect(keyledgerFormat.isWellFormed(withChecksum(`kl_live_${'a'.repeat(26)}${other}`))).toBe(false);
    },
  );

  it.each(['kl_prod_', 'KL_live_', 'kl-live-', 'sk_live_', 'xn_live_'])('is refused after %s', (prefix) => {
    expect(keyledgerFormat.isWellFormed(withChecksum(`${prefix}${'a'.repeat(27)}`))).toBe(false);
  });

  it('is refused with more or fewer characters', () => {
    expect(keyledgerFormat.isWellFormed(withChecksum(`kl_live_${'a'.repeat(26)}`))).toBe(false);
    expect(keyledgerFormat.isWellFormed(withChecksum(`kl_live_${'a'.repeat(28)}`))).toBe(false);
    const value = withChecksum(`kl_live_${'a'.repeat(27)}`);
    expect(
      keyledgerFormat.isWellFormed(`${value.slice(0, checksumStart)}0${value.slice(checksumStart)}`),
    ).toBe(false);
  });

  it('is refused where the checksum is beyond 32 bits', () => {
    expect(keyledgerFormat.isWellFormed(`kl_live_${'a'.repeat(27)}zzzzzz`)).toBe(false);
  });
});
