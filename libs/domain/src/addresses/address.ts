import ipaddr from 'ipaddr.js';

/** An IP address as a number. Mapped addresses (`::ffff:1.2.3.4`) are the IPv4 address that they stand for. */
export type Address =
  { readonly family: 'ipv4'; readonly value: number } | { readonly family: 'ipv6'; readonly value: bigint };

/** Longest spelling of an IPv6 address, with an IPv4 tail. */
export const addressLengthMax = 45;

/** Mapped IPv4 addresses are the range `::ffff:0:0/96` (RFC 4291 section 2.5.5.2). */
export const mappedPrefixLength = 96;
const mappedTop = 0xffffn;
const ipv4Bits = 32n;

/** By hand, because ipaddr.js takes ten times as long to be less strict, and this is on the path of verification. */
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const ipv4Text = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/**
 * An address as people and sockets write it: four decimal parts (no octal, no hexadecimal, no short forms), or IPv6 in
 * any spelling of RFC 4291 without a zone. Null when it is neither.
 */
export function parseAddress(text: unknown): Address | null {
  const address = parseUnmapped(text);
  return address === null ? null : unmapped(address);
}

/** As `parseAddress`, but a mapped address stays IPv6: what a prefix length has to be read against. */
export function parseUnmapped(text: unknown): Address | null {
  if (typeof text !== 'string' || text.length > addressLengthMax) return null;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function unmapped(address: Address): Address {
  if (address.family === 'ipv4' || address.value >> ipv4Bits !== mappedTop) return address;
  return { family: 'ipv4', value: Number(BigInt.asUintN(32, address.value)) };
}

/** In dotted decimal, or as RFC 5952 wants it. */
export function formatAddress(address: Address): string {
  if (address.family === 'ipv4') {
    const { value } = address;
    return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
  }
  const shifts = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n];
  const parts = shifts.map((shift) => Number(BigInt.asUintN(16, address.value >> shift)));
  return new ipaddr.IPv6(parts).toString();
}

function parseIpv4(text: string): Address | null {
  if (!ipv4Text.test(text)) return null;
  const value = text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { family: 'ipv4', value };
}

function parseIpv6(text: string): Address | null {
  const spelling = text.includes('.') ? withoutIpv4Tail(text) : text;
  if (spelling === null || spelling.includes('%')) return null;
  const parts = ipv6Parts(spelling);
  return parts === null ? null : { family: 'ipv6', value: parts.reduce(appendPart, 0n) };
}

/** ipaddr.js says no by throwing; its `isValid` does the whole work too, and this is on the path of verification. */
function ipv6Parts(text: string): readonly number[] | null {
  try {
    return ipaddr.IPv6.parse(text).parts;
  } catch {
    return null;
  }
}

function appendPart(value: bigint, part: number): bigint {
  return (value << 16n) | BigInt(part);
}

/** ipaddr.js reads tails as octal and hexadecimal too, and `::1.2.3.4` as mapped; neither is what RFC 4291 says. */
function withoutIpv4Tail(text: string): string | null {
  const tailStart = text.lastIndexOf(':') + 1;
  const tail = parseIpv4(text.slice(tailStart));
  if (tail?.family !== 'ipv4') return null;
  const high = (tail.value >>> 16).toString(16);
  const low = (tail.value & 0xffff).toString(16);
  return `${text.slice(0, tailStart)}${high}:${low}`;
}
