import { type LookupAddress, promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import type { AllowedAddresses } from './allowed-addresses.js';

/** All addresses of a host name. Rejects where it has none. */
export type Resolve = (hostName: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostName) => dns.lookup(hostName, { all: true });

/** Nothing is sent there. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/**
 * Where a request to the URL may connect to: to these addresses and no others, since a name may lead elsewhere when it is
 * asked for again. One address that is not allowed is enough to refuse them all: a name that leads inside and outside is no
 * accident.
 *
 * @throws TargetRefused
 */
export async function checkedAddresses(
  url: URL,
  allowed: AllowedAddresses,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const addresses = await addressesOf(url, resolve);
  if (addresses.length === 0) throw new TargetRefused('The name has no address.');
  for (const { address } of addresses) {
    if (!allowed.allows(address))
      throw new TargetRefused(`${address} is not an address that may be sent to.`);
    if (url.protocol !== 'https:' && !allowed.isNamed(address)) {
      throw new TargetRefused('Plain HTTP goes to networks alone that WEBHOOK_ALLOW_NETWORKS names.');
    }
  }
  return addresses;
}

async function addressesOf({ hostname }: URL, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  return family === 0 ? resolve(hostname) : [{ address: literal, family }];
}

/** Why a URL that names an address itself may not be sent to; null: it may, or it names a host. */
export function refusalOfLiteral(url: string, allowed: AllowedAddresses): string | null {
  const literal = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (isIP(literal) === 0 || allowed.allows(literal)) return null;
  return 'Its address is not one that events may be sent to.';
}
