import { type Address, formatAddress, parseAddress } from '@keyledger/domain';

/** What usually is one place: households and offices get an IPv6 prefix of 48 bits. */
const ipv4PrefixLength = 24;
const ipv6PrefixLength = 48;

const dottedDecimal = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/;

/** The network that an address is in, `192.0.2.0/24` or `2001:db8::/48`; null where the text is no address. */
export function networkOf(clientAddress: string | null): string | null {
  if (clientAddress === null) return null;
  // What a socket says needs no parsing, and is nearly all of it.
  const [, prefix] = dottedDecimal.exec(clientAddress) ?? [];
  if (prefix !== undefined) return `${prefix}.0/${ipv4PrefixLength}`;
  const address = parseAddress(clientAddress);
  return address === null ? null : networkOfAddress(address);
}

function networkOfAddress(address: Address): string {
  if (address.family === 'ipv4') {
    const value = (address.value & 0xffffff00) >>> 0;
    return `${formatAddress({ family: 'ipv4', value })}/${ipv4PrefixLength}`;
  }
  const hostBits = BigInt(128 - ipv6PrefixLength);
  const value = (address.value >> hostBits) << hostBits;
  return `${formatAddress({ family: 'ipv6', value })}/${ipv6PrefixLength}`;
}
