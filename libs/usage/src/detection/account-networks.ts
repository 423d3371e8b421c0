import { dayMs, hoursPerDay } from './hours.js';
import type { KeyWatch } from './key-watch.js';
import type { KeptName } from './recent-names.js';

/**
 * Networks that keys of one account have used for a while, with the first and the last day (since 1970) of that. Plain JSON,
 * to be kept by the caller as watches are.
 */
export type AccountNetworks = readonly (readonly [network: string, firstDay: number, lastDay: number])[];

/** Of an account: 5 kB. Those that were not used for longest make room. */
export const accountNetworksMax = 128;

/** Between the first and the last time that one key was used there: a visit is not enough. */
const establishedHoursMin = 7 * hoursPerDay;
/** What nobody has used for so long is nobody's any more. */
const unusedDaysMax = 30;

/**
 * Networks that the account should hear of, since what was remembered of a key became `after`: at most once a day for
 * each. It follows from the watches alone, so it is as late requests, repeats and restarts left those.
 */
export function newlyEstablished(before: KeyWatch, after: KeyWatch): AccountNetworks {
  if (after.learnt.networks.every(([, first, last]) => last - first < establishedHoursMin)) return [];
  const earlier = new Map(
    before.learnt.networks.filter(isEstablished).map((name) => [name[0], dayOf(name[2])]),
  );
  return after.learnt.networks
    .filter((name) => isEstablished(name) && dayOf(name[2]) > (earlier.get(name[0]) ?? -1))
    .map(([network, first, last]) => [network, dayOf(first), dayOf(last)]);
}

/** Both, in whatever order they come. */
export function joinedNetworks(before: AccountNetworks, added: AccountNetworks): AccountNetworks {
  const days = new Map<string, readonly [first: number, last: number]>();
  for (const [network, first, last] of [...before, ...added]) {
    const [from, to] = days.get(network) ?? [first, last];
    days.set(network, [Math.min(from, first), Math.max(to, last)]);
  }
  return [...days]
    .map(([network, [first, last]]) => [network, first, last] as const)
    .sort(([a, , lastA], [b, , lastB]) => lastB - lastA || (a < b ? -1 : 1))
    .slice(0, accountNetworksMax);
}

/** Those that are still in use. `now` in epoch milliseconds. */
export function networksInUse(networks: AccountNetworks, now: number): ReadonlySet<string> {
  const oldest = Math.floor(now / dayMs) - unusedDaysMax;
  return new Set(networks.filter(([, , last]) => last >= oldest).map(([network]) => network));
}

function isEstablished([, first, last]: KeptName): boolean {
  return last - first >= establishedHoursMin;
}

function dayOf(hour: number): number {
  return Math.floor(hour / hoursPerDay);
}
