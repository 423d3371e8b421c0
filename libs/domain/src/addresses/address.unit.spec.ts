import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { addresses, hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { formatAddress, parseAddress } from './address.js';
import { normaliseAddressEntry } from './address-range.js';

function canonical(text: string): string | null {
  const address = parseAddress(text);
  return address === null ? null : formatAddress(address);
}

/** Texts close to addresses. */
const addressLike = fc
  .array(
    fc.constantFrom(
      '0',
      '1',
      '10',
      '255',
      '256',
      '01',
      '0x1',
      'f',
      'ffff',
      'FFFF',
      '10000',
      '.',
      ':',
      '::',
      '%1',
      ' ',
    ),
    { maxLength: 17 },
  )
  .map((parts) => parts.join(''));

describe('parseAddress', () => {
  it('takes exactly what inet_pton takes, zones aside', () => {
    const texts = fc.oneof(
      addressLike,
      addresses.map(({ text }) => text),
      fc.ipV4(),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseAddress(text) !== null).toBe(isIP(text) !== 0 && !text.includes('%'));
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads every spelling as the bits that it stands for', () => {
    fc.assert(
      fc.property(addresses, ({ bits, text }) => {
        const address = parseAddress(text);
        expect(address?.family).toBe(bits.length === 32 ? 'ipv4' : 'ipv6');
        expect(address?.value.toString(2).padStart(bits.length, '0')).toBe(bits);
      }),
    );
  });

  it('writes IPv6 as the URL standard does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV6(),
          addresses.map(({ text }) => text),
        ),
        (text) => {
          fc.pre(parseAddress(text)?.family === 'ipv6');
          expect(`[${String(canonical(text))}]`).toBe(new URL(`http://[${text}]/`).hostname);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::', '::'],
    ['::192.0.2.1', '::c000:201'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::fffe:c000:201', '::fffe:c000:201'],
    ['1::ffff:192.0.2.1', '1::ffff:c000:201'],
  ])('reads %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    ...[
      '',
      ' ',
      '1.2.3',
      '1.2',
      '1',
      '3232235777',
      '1.2.3.4.5',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.04',
      '0x7f.0.0.1',
    ],
    ...['1.2.3.4 ', ' 1.2.3.4', '1.2.3.4\n', '1.2.3.-4', '1.2.3.4/32', '１.2.3.4', '1..2.3', 'localhost'],
    ...['::ffff:0x7f.0.0.1', '::ffff:010.0.0.1', '::ffff:1.2.3', '1.2.3.4::', '::1.2.3.4:5', '1.2.3.4:80'],
    ...[
      'fe80::1%eth0',
      'fe80::1%1',
      '::%',
      ':',
      ':::',
      '1::2::3',
      '12345::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
    ],
    ...['[::1]', '::g', '1:2:3:4:5:6:7:8::', ':1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:1.2.3.4'],
  ])('refuses %p', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('never throws, however long or odd the input', () => {
    fc.assert(
      fc.property(hostileValues, (value) => {
        const entry = normaliseAddressEntry(value);
        expect(entry === null || typeof value === 'string').toBe(true);
        expect(parseAddress(value) === null || entry !== null).toBe(true);
      }),
    );
    for (const long of ['1', ':', '::1/', '0:', '.'].map((text) => text.repeat(300_000))) {
      expect(normaliseAddressEntry(long)).toBeNull();
    }
  });
});
