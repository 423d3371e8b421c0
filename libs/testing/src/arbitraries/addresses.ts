import fc from 'fast-check';

/** An address as bits, most significant first, and one of the many ways to write it. */
export interface SpeltAddress {
  /** 32 or 128 characters, each 0 or 1. A mapped spelling of an IPv4 address still has 32. */
  readonly bits: string;
  readonly text: string;
}

/** An entry of a list as bits: those that an address must begin with. */
export interface SpeltRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: string;
  readonly text: string;
}

/** Few values, so that ranges and addresses meet. */
const octets = fc.constantFrom(0, 1, 10, 127, 128, 192, 255);
const groups = fc.constantFrom(0, 1, 0x2001, 0xdb8, 0x8000, 0xffff, 0xa);
const ipv4Octets = fc.array(octets, { minLength: 4, maxLength: 4 });
const ipv6Groups = fc.array(groups, { minLength: 8, maxLength: 8 }).filter((parts) => !isMapped(parts));

export const ipv4Addresses: fc.Arbitrary<SpeltAddress> = fc
  .tuple(ipv4Octets, fc.constantFrom('plain', 'mapped', 'mapped in hexadecimal', 'mapped in full'))
  .map(([parts, spelling]) => ({ bits: bitsOf(parts, 8), text: spellIpv4(parts, spelling) }));

export const ipv6Addresses: fc.Arbitrary<SpeltAddress> = fc
  .tuple(ipv6Groups, fc.boolean(), fc.boolean())
  .map(([parts, padded, upperCase]) => ({
    bits: bitsOf(parts, 16),
    text: spellIpv6(parts, padded, upperCase),
  }));

export const addresses: fc.Arbitrary<SpeltAddress> = fc.oneof(ipv4Addresses, ipv6Addresses);

const ipv4Ranges = fc
  .tuple(ipv4Octets, fc.integer({ min: 0, max: 32 }), fc.boolean())
  .map(([parts, length, mapped]): SpeltRange => {
    const text = mapped ? `::ffff:${parts.join('.')}/${length + 96}` : `${parts.join('.')}/${length}`;
    return { family: 'ipv4', prefix: bitsOf(parts, 8).slice(0, length), text };
  });

const ipv6Ranges = fc
  .tuple(ipv6Groups, fc.integer({ min: 0, max: 128 }), fc.boolean())
  .map(([parts, length, padded]): SpeltRange => {
    const text = `${spellIpv6(parts, padded, false)}/${length}`;
    return { family: 'ipv6', prefix: bitsOf(parts, 16).slice(0, length), text };
  });

const singleAddresses = addresses.map(({ bits, text }): SpeltRange => ({
  family: bits.length === 32 ? 'ipv4' : 'ipv6',
  prefix: bits,
  text,
}));

export const addressRanges: fc.Arbitrary<SpeltRange> = fc.oneof(ipv4Ranges, ipv6Ranges, singleAddresses);

function isMapped(parts: readonly number[]): boolean {
  return parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff;
}

function bitsOf(parts: readonly number[], width: number): string {
  return parts.map((part) => part.toString(2).padStart(width, '0')).join('');
}

function spellIpv4(parts: readonly number[], spelling: string): string {
  const dotted = parts.join('.');
  const [high, low] = [parts.slice(0, 2), parts.slice(2)].map((pair) =>
    pair.map((part) => part.toString(16).padStart(2, '0')).join(''),
  );
  switch (spelling) {
    case 'mapped':
      return `::ffff:${dotted}`;
    case 'mapped in hexadecimal':
      return `::FFFF:${String(high)}:${String(low)}`;
    case 'mapped in full':
      return `0:0:0:0:0:ffff:${dotted}`;
    default:
      return dotted;
  }
}

/** All eight groups, or with the leading zeros of the address left out. */
function spellIpv6(parts: readonly number[], padded: boolean, upperCase: boolean): string {
  const leadingZeros = parts.findIndex((part) => part !== 0);
  const text = parts.map((part) => part.toString(16).padStart(padded ? 4 : 1, '0'));
  const spelt = leadingZeros > 1 && !padded ? `::${text.slice(leadingZeros).join(':')}` : text.join(':');
  return upperCase ? spelt.toUpperCase() : spelt;
}
