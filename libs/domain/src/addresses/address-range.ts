import { type Address, formatAddress, mappedPrefixLength, parseAddress, parseUnmapped } from './address.js';

/** All addresses that share the first `prefixLength` bits of `first`; the other bits of `first` are zero. */
export interface AddressRange {
  readonly first: Address;
  readonly prefixLength: number;
}

const bitsOf = { ipv4: 32, ipv6: 128 } as const satisfies Record<Address['family'], number>;
const prefixLengthText = /^(?:0|[1-9]\d{0,2})$/;

/**
 * An address or a CIDR range. Host bits are cleared: `10.1.2.3/8` is `10.0.0.0/8`. Mapped ranges of 96 bits and more
 * are the IPv4 ranges that they stand for; shorter IPv6 prefixes, `::/0` among them, cover no IPv4 address.
 * Null when it is neither.
 */
export function parseAddressRange(text: unknown): AddressRange | null {
  if (typeof text !== 'string') return null;
  const slash = text.indexOf('/');
  if (slash < 0) return singleAddress(parseAddress(text));
  const address = parseUnmapped(text.slice(0, slash));
  const prefixLength = parsePrefixLength(text.slice(slash + 1));
  if (address === null || prefixLength === null || prefixLength > bitsOf[address.family]) return null;
  const mapped = parseAddress(text.slice(0, slash));
  if (address.family === 'ipv6' && mapped?.family === 'ipv4' && prefixLength >= mappedPrefixLength) {
    return withoutHostBits(mapped, prefixLength - mappedPrefixLength);
  }
  return withoutHostBits(address, prefixLength);
}

/** The one spelling of an entry that is recorded, or null when it is no address and no range. */
export function normaliseAddressEntry(text: unknown): string | null {
  const range = parseAddressRange(text);
  if (range === null) return null;
  const address = formatAddress(range.first);
  return range.prefixLength === bitsOf[range.first.family] ? address : `${address}/${range.prefixLength}`;
}

/** The first bits of an IPv4 address, as a number. */
export function leadingBitsIpv4(value: number, prefixLength: number): number {
  return prefixLength === 0 ? 0 : value >>> (bitsOf.ipv4 - prefixLength); // a shift by 32 would be one by 0
}

/** The first bits of an IPv6 address, as a number. */
export function leadingBitsIpv6(value: bigint, prefixLength: number): bigint {
  return value >> BigInt(bitsOf.ipv6 - prefixLength);
}

function singleAddress(address: Address | null): AddressRange | null {
  return address === null ? null : { first: address, prefixLength: bitsOf[address.family] };
}

function parsePrefixLength(text: string): number | null {
  return prefixLengthText.test(text) ? Number(text) : null;
}

function withoutHostBits(address: Address, prefixLength: number): AddressRange {
  if (address.family === 'ipv4') {
    const value = leadingBitsIpv4(address.value, prefixLength) * 2 ** (bitsOf.ipv4 - prefixLength);
    return { first: { family: 'ipv4', value }, prefixLength };
  }
  const value = leadingBitsIpv6(address.value, prefixLength) << BigInt(bitsOf.ipv6 - prefixLength);
  return { first: { family: 'ipv6', value }, prefixLength };
}
