import { isUsedByCrowd } from '../crowd.js';
import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import type { KeyContext } from '../key-context.js';
import type { Learnt } from '../learnt.js';
import type { HourOfNetwork } from '../open-hour.js';
import type { Severity } from '../signal.js';
import { isVouchedFor, wideNetworkOf } from '../wide-network.js';

/**
 * A key whose networks are known is accepted from another one. At once where a client comes with it that the key was
 * never used by; else once it is seen that the networks of before went on: a service that moves takes its traffic along.
 */
export interface NewNetworkPolicy {
  readonly learningDays: number;
  /** Hours of use before anything is said. */
  readonly usedHoursMin: number;
  /** A key that has come from so many wide networks within so many days is carried about: another means nothing. */
  readonly roamingNetworks: number;
  readonly roamingDays: number;
  /** From 0 to 1: where more of the requests than this bring a network that was never seen, another means nothing either. */
  readonly crowdShare: number;
  /** Share of what was expected that the networks of before must still bring, */
  readonly othersShareMin: number;
  /** and requests, before they are said to have gone on. */
  readonly othersRequestsMin: number;
  /** Requests of theirs, after which it is decided whether a network that stays has taken a part of them over. */
  readonly sharingRequestsMin: number;
  /** Hours, after which a few requests must do. */
  readonly undecidedHoursMax: number;
  /** Hours, after which nothing is said of a visit to a key that nobody has used since. */
  readonly unusedHoursMax: number;
  readonly severity: Severity;
  /** With a client that the key was never used by. */
  readonly strangeClientSeverity: Severity;
}

export const newNetworkDefaults: NewNetworkPolicy = {
  learningDays: 7,
  usedHoursMin: 6,
  roamingNetworks: 3,
  roamingDays: 21,
  crowdShare: 0.25,
  othersShareMin: 0.4,
  othersRequestsMin: 4,
  sharingRequestsMin: 40,
  undecidedHoursMax: 72,
  unusedHoursMax: 168,
  severity: 'info',
  strangeClientSeverity: 'warning',
};

/** Whether a network that the key has not been seen in says anything. */
export function knowsNetworks(learnt: Learnt, hour: number, policy: NewNetworkPolicy): boolean {
  const { firstUsedHour, usedHours } = learnt;
  if (firstUsedHour === null || usedHours < policy.usedHoursMin) return false;
  if (hour - firstUsedHour < policy.learningDays * hoursPerDay) return false;
  if (isUsedByCrowd(learnt.crowd, policy.crowdShare)) return false;
  return currentWideNetworks(learnt, hour - policy.roamingDays * hoursPerDay) < policy.roamingNetworks;
}

/** It must have stayed so long to have taken the place of those that were there before. */
const successorHoursMin = 3 * hoursPerDay;
/** Machines are moved one after the other. */
const moveHours = 2;

/** Wide networks that were seen after that hour and more than in passing, without those that another has taken the place of. */
function currentWideNetworks(learnt: Learnt, after: number): number {
  const spans = new Map<string, readonly [first: number, last: number]>();
  for (const [network, first, last] of learnt.networks.entries()) {
    const wide = wideNetworkOf(network);
    const [from, to] = spans.get(wide) ?? [first, last];
    spans.set(wide, [Math.min(from, first), Math.max(to, last)]);
  }
  const recent = [...spans.values()].filter(([first, last]) => last > after && last - first > moveHours);
  const starts = recent.filter(([first, last]) => last - first >= successorHoursMin).map(([first]) => first);
  const newest = Math.max(...starts);
  return recent.filter(([, last]) => last > newest + moveHours).length;
}

export const networksShown = 5;

/** What is said at once. */
export function strangeClient(seen: HourOfKey, policy: NewNetworkPolicy): Finding | null {
  const strange = strangers(seen).filter(({ strangeAgent }) => strangeAgent !== null);
  if (strange.length === 0) return null;
  const sorted = strange.toSorted((a, b) => (a.network < b.network ? -1 : 1)).slice(0, networksShown);
  return {
    severity: policy.strangeClientSeverity,
    evidence: {
      networks: sorted.map(({ network }) => network),
      clients: [...new Set(sorted.flatMap(({ strangeAgent }) => strangeAgent ?? []))],
      requests: strange.reduce((sum, { requests }) => sum + requests, 0),
    },
  };
}

/** Networks of an hour that the key was not known to be used from. */
export function strangers({ hour, learnt, context }: HourOfKey): readonly HourOfNetwork[] {
  if (!hour.expectations.knowsNetworks) return [];
  const knownBefore = (first: number | undefined): boolean => first !== undefined && first < hour.hour - 1;
  const unknown = [...hour.networks.values()].filter(
    ({ network }) => !knownBefore(learnt.networks.firstHour(network)) && !isAllowed(network, context),
  );
  if (unknown.length === 0) return unknown;
  const wide = new Set<string>();
  for (const [network, first] of learnt.networks.entries())
    if (knownBefore(first)) wide.add(wideNetworkOf(network));
  return unknown.filter(({ network }) => !wide.has(wideNetworkOf(network)));
}

/** Somebody has written it down, or uses other keys of the account there. */
function isAllowed(network: string, { allowedNetworks, accountNetworks }: KeyContext): boolean {
  return accountNetworks.has(network) || isVouchedFor(network, allowedNetworks);
}
