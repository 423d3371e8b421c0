import ipaddr from 'ipaddr.js';

/** Cloud services that answer on addresses which are otherwise public: Azure's wire server. */
const internalServices = ['168.63.129.16/32'];

/**
 * Whether events may be sent to an address: one of the public internet, or of a network that whoever runs Keyledger has
 * named. Addresses that carry an IPv4 address inside are judged as what they are, so they are refused unless named.
 */
export class AllowedAddresses {
  private readonly allowed: readonly ReturnType<typeof ipaddr.parseCIDR>[];
  private readonly refused = internalServices.map((network) => ipaddr.parseCIDR(network));

  /** Addresses or CIDR ranges, well-formed. */
  constructor(networks: readonly string[]) {
    this.allowed = networks.map(rangeOf);
  }

  /** Whether a network was named: plain HTTP goes there alone. */
  get namesNetworks(): boolean {
    return this.allowed.length > 0;
  }

  allows(address: string): boolean {
    if (this.isNamed(address)) return true;
    const parsed = ipaddr.parse(address);
    return parsed.range() === 'unicast' && !this.refused.some((range) => isWithin(parsed, range));
  }

  isNamed(address: string): boolean {
    const parsed = ipaddr.parse(address);
    return this.allowed.some((range) => isWithin(parsed, range));
  }
}

function rangeOf(network: string) {
  if (network.includes('/')) return ipaddr.parseCIDR(network);
  const address = ipaddr.parse(network);
  return ipaddr.parseCIDR(`${network}/${address.kind() === 'ipv4' ? 32 : 128}`);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: ReturnType<typeof ipaddr.parseCIDR>): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}
