import type { IpAllowlist } from '@keyledger/domain';
import { otherName } from '../bounded-counts.js';
import { type AddressBlock, blockOf, contains, merged, overlap, textOf } from './address-block.js';

/** How often requests were allowed, by the network that they came from, as `networkOf`; null: not known. */
export type UsedNetworks = ReadonlyMap<string | null, number>;

/** A key that comes from more places than this moves about: a list would shut it out tomorrow. */
export const proposedEntriesMax = 50;

export interface AddressAudit {
  /** Entries of the list that nothing came from; none where that cannot be told. */
  readonly unusedEntries: readonly string[];
  /**
   * Entries of the smallest list that would have let the same requests in, as far as the list that is enforced does still:
   * never more addresses than that. Known to the network: /24 and /48, or what is listed where that is narrower.
   * Null: nothing smaller can be named.
   */
  readonly smallest: readonly string[] | null;
}

/** Where a key may be used from against where it was. */
export function auditAddresses(list: IpAllowlist, used: UsedNetworks): AddressAudit {
  if (used.has(null) || used.has(otherName)) return { unusedEntries: [], smallest: null };
  const networks = blocksOf([...used.keys()].filter((name) => name !== null));
  const unusedEntries = list.entries.filter((entry) => {
    const block = blockOf(entry);
    return block === null || !networks.some((network) => overlap(block, network));
  });
  const isEnforced = list.enforced && list.entries.length > 0;
  const smallest = isEnforced ? smallestPart(list.entries, networks) : bounded(merged(networks));
  const isSmaller = smallest.length > 0 && !(isEnforced && sameAddresses(smallest, list.entries));
  return { unusedEntries, smallest: isSmaller ? smallest : null };
}

/** Of each network no more than is listed; from what is not listed any more nothing is let in anyway. */
function smallestPart(entries: readonly string[], networks: readonly AddressBlock[]): readonly string[] {
  const listed = blocksOf(entries);
  const blocks = networks.flatMap((network) =>
    listed.some((entry) => contains(entry, network))
      ? [network]
      : listed.filter((entry) => contains(network, entry)),
  );
  const narrowed = bounded(merged(blocks));
  if (narrowed.length > 0) return narrowed;
  const usedEntries = listed.filter((entry) => networks.some((network) => overlap(entry, network)));
  return usedEntries.map(textOf);
}

function bounded(blocks: readonly AddressBlock[]): readonly string[] {
  return blocks.length <= proposedEntriesMax ? blocks.map(textOf) : [];
}

function blocksOf(texts: readonly string[]): readonly AddressBlock[] {
  return texts.map(blockOf).filter((block) => block !== null);
}

/** However they are cut into entries. */
function sameAddresses(left: readonly string[], right: readonly string[]): boolean {
  const [ofLeft, ofRight] = [left, right].map((entries) => merged(blocksOf(entries)).map(textOf).join(' '));
  return ofLeft === ofRight;
}
