/**
 * Where a key may be used from. Entries are normalised addresses or CIDR ranges. Not enforced until the list has
 * an entry, even when the toggle is on (XD-5).
 */
export interface IpAllowlist {
  readonly enforced: boolean;
  readonly entries: readonly string[];
}

export const openIpAllowlist: IpAllowlist = { enforced: false, entries: [] };
