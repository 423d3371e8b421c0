import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import {
  addresses,
  addressRanges,
  hostileValues,
  type SpeltAddress,
  type SpeltRange,
} from '@keyledger/testing';
import fc from 'fast-check';
import { formatAddress, parseAddress } from './address.js';
import { normaliseAddressEntry } from './address-range.js';
import { addressAllowed, compileIpAllowlist } from './compiled-ip-allowlist.js';

function canonical(text: string): string | null {
  const address = parseAddress(text);
  return address === null ? null : formatAddress(address);
}

function allows(entries: readonly string[], address: string | null): boolean {
  return addressAllowed(
    compileIpAllowlist({ enforced: true, entries }),
    address === null ? null : parseAddress(address),
  );
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

describe('normaliseAddressEntry', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3/0', '0.0.0.0/0'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['192.0.2.129/25', '192.0.2.128/25'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['::1/0', '::/0'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
    ['::ffff:a01:203/128', '10.1.2.3'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['::ffff:10.1.2.3/95', '::fffe:0:0/95'],
    ['::ffff:10.1.2.3/8', '::/8'],
  ])('writes %s as %s', (text, expected) => {
    expect(normaliseAddressEntry(text)).toBe(expected);
  });

  it.each([
    ...[
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/',
      '10.0.0.0/08',
      '10.0.0.0/+8',
      '10.0.0.0/8 ',
      '10.0.0.0 /8',
    ],
    ...[
      '10.0.0.0/8/8',
      '/8',
      '10/8',
      '10.0.0/24',
      '10.0.0.0/255.0.0.0',
      '::/129',
      '::/1000',
      '::1%1/64',
      '::/0x8',
    ],
    ...['10.0.0.0/1e1', '*', '10.0.0.*', '10.0.0.1-10.0.0.9', 'example.com'],
  ])('refuses %p', (text) => {
    expect(normaliseAddressEntry(text)).toBeNull();
  });

  it('has one spelling for every range', () => {
    fc.assert(
      fc.property(addressRanges, ({ text }) => {
        const once = normaliseAddressEntry(text);
        expect(once).not.toBeNull();
        expect(normaliseAddressEntry(once)).toBe(once);
      }),
    );
  });
});

describe('addressAllowed', () => {
  const matches = (range: SpeltRange, address: SpeltAddress): boolean =>
    range.family === (address.bits.length === 32 ? 'ipv4' : 'ipv6') && address.bits.startsWith(range.prefix);

  it('agrees with a naive model on strings of bits, before and after normalising', () => {
    fc.assert(
      fc.property(fc.array(addressRanges, { minLength: 1, maxLength: 5 }), addresses, (ranges, address) => {
        const expected = ranges.some((range) => matches(range, address));
        const entries = ranges.map(({ text }) => text);
        expect(allows(entries, address.text)).toBe(expected);
        expect(
          allows(
            entries.map((text) => String(normaliseAddressEntry(text))),
            address.text,
          ),
        ).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it('admits everybody until the list is switched on and has an entry (XD-5)', () => {
    for (const list of [
      { enforced: false, entries: [] },
      { enforced: true, entries: [] },
      { enforced: false, entries: ['192.0.2.1'] },
    ]) {
      expect(addressAllowed(compileIpAllowlist(list), parseAddress('198.51.100.7'))).toBe(true);
      expect(addressAllowed(compileIpAllowlist(list), null)).toBe(true);
    }
  });

  it('refuses an address that is not known where the list is enforced', () => {
    expect(allows(['0.0.0.0/0', '::/0'], null)).toBe(false);
  });

  it('keeps the families apart: ::/0 is no IPv4 range', () => {
    expect(allows(['::/0'], '192.0.2.1')).toBe(false);
    expect(allows(['::/0'], '::ffff:192.0.2.1')).toBe(false);
    expect(allows(['0.0.0.0/0'], '::1')).toBe(false);
  });

  it('stays enforced by entries that are no addresses, and admits nobody by them', () => {
    expect(allows(['nonsense'], '192.0.2.1')).toBe(false);
  });

  it('finds the one entry among many', () => {
    const entries = Array.from({ length: 500 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
    expect(allows(entries, '10.1.243.9')).toBe(true);
    expect(allows(entries, '10.1.244.9')).toBe(false);
  });
});
