import { formatAddress, parseAddress } from '@keyledger/domain';

/** Whoever has one IPv6 address has the whole of a network that small. */
const ipv6HostBits = 64n;

/** Whom attempts to sign in are counted for. */
export function attemptingClient(clientAddress: string): string {
  const address = parseAddress(clientAddress);
  if (address === null) return 'unknown';
  if (address.family === 'ipv4') return formatAddress(address);
  const value = (address.value >> ipv6HostBits) << ipv6HostBits;
  return formatAddress({ family: 'ipv6', value });
}
