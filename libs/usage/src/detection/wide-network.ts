import { addressAllowed, compileIpAllowlist, parseAddress } from '@keyledger/domain';
import { networkOf } from '../network.js';

const firstTwoOctets = /^\d+\.\d+\./;
const firstTwoGroups = /^[0-9a-f]*:[0-9a-f]*:/;

/** What a provider or a region of one has, roughly: a /16, or a /32 of IPv6. Takes what `networkOf` gives. */
export function wideNetworkOf(network: string): string {
  return (firstTwoOctets.exec(network) ?? firstTwoGroups.exec(network))?.[0] ?? network;
}

/** Entries wider than these let in half the world, and vouch for nobody. */
const widestIpv4 = 16;
const widestIpv6 = 32;

/** Whether somebody has written down that the key is used from this network. Takes entries of an address list. */
export function isVouchedFor(network: string, entries: readonly string[]): boolean {
  const narrow = entries.filter(isNarrow);
  if (narrow.length === 0) return false;
  const first = parseAddress(network.slice(0, network.indexOf('/')));
  if (addressAllowed(compileIpAllowlist({ enforced: true, entries: narrow }), first)) return true;
  return narrow.some((entry) => networkOf(entry.split('/')[0] ?? entry) === network);
}

function isNarrow(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  return prefix === undefined || Number(prefix) >= (address.includes(':') ? widestIpv6 : widestIpv4);
}
