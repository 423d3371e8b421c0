import { describe, expect, it } from '@jest/globals';
import { addresses, addressRanges, type SpeltAddress, type SpeltRange } from '@keyledger/testing';
import fc from 'fast-check';
import { parseAddress } from './address.js';
import { normaliseAddressEntry } from './address-range.js';
import { addressAllowed, compileIpAllowlist } from './compiled-ip-allowlist.js';

function allows(entries: readonly string[], address: string | null): boolean {
  return addressAllowed(
    compileIpAllowlist({ enforced: true, entries }),
    address === null ? null : parseAddress(address),
  );
}

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
