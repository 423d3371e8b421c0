import type { Address } from './address.js';
import { leadingBitsIpv4, leadingBitsIpv6, parseAddressRange } from './address-range.js';
import type { IpAllowlist } from './ip-allowlist.js';

/** An address list, so arranged that a check costs a look-up per prefix length in it, however many entries. Opaque. */
export type CompiledIpAllowlist =
  | { readonly enforced: false }
  | {
      readonly enforced: true;
      readonly ipv4: readonly Ranges<number>[];
      readonly ipv6: readonly Ranges<bigint>[];
    };

/** The ranges of one prefix length, by the leading bits that their addresses share. */
interface Ranges<Bits> {
  readonly prefixLength: number;
  readonly leadingBits: ReadonlySet<Bits>;
}

const open: CompiledIpAllowlist = { enforced: false };

/**
 * Not enforced until there is an entry, even when the toggle is on (XD-5). Entries that are no addresses match nothing
 * (and keep the list enforced).
 */
export function compileIpAllowlist({ enforced, entries }: IpAllowlist): CompiledIpAllowlist {
  if (!enforced || entries.length === 0) return open;
  const ipv4 = new Map<number, Set<number>>();
  const ipv6 = new Map<number, Set<bigint>>();
  for (const range of entries.map(parseAddressRange)) {
    if (range?.first.family === 'ipv4') {
      setAt(ipv4, range.prefixLength).add(leadingBitsIpv4(range.first.value, range.prefixLength));
    } else if (range?.first.family === 'ipv6') {
      setAt(ipv6, range.prefixLength).add(leadingBitsIpv6(range.first.value, range.prefixLength));
    }
  }
  return { enforced: true, ipv4: rangesOf(ipv4), ipv6: rangesOf(ipv6) };
}

/** Whether the list admits a client; `null`, an address that is not known, only where the list is not enforced. */
export function addressAllowed(compiled: CompiledIpAllowlist, address: Address | null): boolean {
  if (!compiled.enforced) return true;
  if (address === null) return false;
  if (address.family === 'ipv4') {
    for (const { prefixLength, leadingBits } of compiled.ipv4) {
      if (leadingBits.has(leadingBitsIpv4(address.value, prefixLength))) return true;
    }
    return false;
  }
  for (const { prefixLength, leadingBits } of compiled.ipv6) {
    if (leadingBits.has(leadingBitsIpv6(address.value, prefixLength))) return true;
  }
  return false;
}

function setAt<Bits>(sets: Map<number, Set<Bits>>, prefixLength: number): Set<Bits> {
  const set = sets.get(prefixLength) ?? new Set();
  sets.set(prefixLength, set);
  return set;
}

function rangesOf<Bits>(sets: ReadonlyMap<number, ReadonlySet<Bits>>): readonly Ranges<Bits>[] {
  return Array.from(sets, ([prefixLength, leadingBits]) => ({ prefixLength, leadingBits }));
}
