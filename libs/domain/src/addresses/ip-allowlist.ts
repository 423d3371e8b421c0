import { type Refusal, refuse } from '../refusal.js';
import { quoted } from '../text/quoted.js';
import { normaliseAddressEntry } from './address-range.js';

/**
 * Where a key may be used from. Entries are normalised addresses or CIDR ranges. Not enforced until the list has
 * an entry, even when the toggle is on (XD-5).
 */
export interface IpAllowlist {
  readonly enforced: boolean;
  readonly entries: readonly string[];
}

export const openIpAllowlist: IpAllowlist = { enforced: false, entries: [] };

export const addressesMax = 500;

/**
 * The list as it is recorded: entries in the order given, normalised, each once. Refused with INVALID_ADDRESS or
 * TOO_MANY_ADDRESSES.
 */
export function checkIpAllowlist(list: unknown): IpAllowlist | Refusal {
  const { enforced, entries } = (list ?? {}) as { readonly [Field in keyof IpAllowlist]?: unknown };
  if (typeof enforced !== 'boolean' || !Array.isArray(entries)) {
    return refuse('INVALID_ADDRESS', 'An address list is a toggle and a list of entries.');
  }
  if (entries.length > addressesMax) {
    return refuse('TOO_MANY_ADDRESSES', `A list may hold ${addressesMax} addresses.`);
  }
  const given = entries as readonly unknown[];
  const normalised = given.map(normaliseAddressEntry);
  const invalid = normalised.indexOf(null);
  if (invalid >= 0) {
    return refuse('INVALID_ADDRESS', `${quoted(given[invalid])} is not an address or CIDR range.`);
  }
  return { enforced, entries: [...new Set(normalised.filter((entry) => entry !== null))] };
}

export function sameIpAllowlist(left: IpAllowlist, right: IpAllowlist): boolean {
  return (
    left.enforced === right.enforced &&
    left.entries.length === right.entries.length &&
    left.entries.every((entry, index) => entry === right.entries[index])
  );
}
