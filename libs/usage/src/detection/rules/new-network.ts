import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import type { KeyContext } from '../key-context.js';
import { type Joining, type Learnt, joiningMax } from '../learnt.js';
import type { HourOfNetwork, OpenHour } from '../open-hour.js';
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
  /** Share of what was expected that the networks of before must still bring, */
  readonly othersShareMin: number;
  /** and requests, before they are said to have gone on. */
  readonly othersRequestsMin: number;
  /** Hours, after which a few requests must do. */
  readonly undecidedHoursMax: number;
  readonly severity: Severity;
  /** With a client that the key was never used by. */
  readonly strangeClientSeverity: Severity;
}

export const newNetworkDefaults: NewNetworkPolicy = {
  learningDays: 7,
  usedHoursMin: 6,
  roamingNetworks: 3,
  roamingDays: 21,
  othersShareMin: 0.4,
  othersRequestsMin: 4,
  undecidedHoursMax: 72,
  severity: 'info',
  strangeClientSeverity: 'warning',
};

/** Whether a network that the key has not been seen in says anything. */
export function knowsNetworks(learnt: Learnt, hour: number, policy: NewNetworkPolicy): boolean {
  const { firstUsedHour, usedHours, networks } = learnt;
  if (firstUsedHour === null || usedHours < policy.usedHoursMin) return false;
  if (hour - firstUsedHour < policy.learningDays * hoursPerDay) return false;
  const recent = new Set<string>();
  for (const [network, , last] of networks.entries())
    if (last > hour - policy.roamingDays * hoursPerDay) recent.add(wideNetworkOf(network));
  return recent.size < policy.roamingNetworks;
}

const networksShown = 5;

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
function strangers({ hour, learnt, context }: HourOfKey): readonly HourOfNetwork[] {
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

/** Somebody has written it down. */
function isAllowed(network: string, { allowedNetworks }: KeyContext): boolean {
  return isVouchedFor(network, allowedNetworks);
}

/** Of what was expected of the others: a straggler or two. */
const goneShare = 0.05;

export interface Joined {
  readonly joining: readonly Joining[];
  readonly finding: Finding | null;
}

/** Goes over the networks that have joined, given an hour to which nothing will be added. Before the hour teaches. */
export function settleJoining(seen: HourOfKey, policy: NewNetworkPolicy): Joined {
  const { hour, learnt } = seen;
  const continued = learnt.joining.map((joining) => withHour(joining, hour, learnt));
  const decided = continued.map((joining) => ({ joining, outcome: outcomeOf(joining, hour.hour, policy) }));
  const stayed = decided.filter(({ outcome }) => outcome === 'joined').map(({ joining }) => joining);
  const open = decided.filter(({ outcome }) => outcome === 'undecided').map(({ joining }) => joining);
  const known = new Set(continued.map(({ network }) => network));
  const others = strangers(seen)
    .filter(({ strangeAgent, network }) => strangeAgent === null && !known.has(network))
    .map(({ network, requests }) => ({
      ...{ network, hour: hour.hour, requests, otherRequests: 0, expectedRequests: 0 },
    }));
  return { joining: [...open, ...others].slice(0, joiningMax), finding: findingOf(stayed, policy) };
}

/** The hour after the first is left out: services are moved one machine after the other. */
function withHour(joining: Joining, hour: OpenHour, learnt: Learnt): Joining {
  if (hour.hour < joining.hour + 2) return joining;
  const wide = wideNetworkOf(joining.network);
  let otherRequests = 0;
  let requests = 0;
  for (const { network, requests: ofNetwork } of hour.networks.values()) {
    const first = learnt.networks.firstHour(network) ?? hour.hour;
    // What joined with it is no witness of what was there before.
    if (first < joining.hour - 1 && wideNetworkOf(network) !== wide) otherRequests += ofNetwork;
    if (network === joining.network) requests += ofNetwork;
  }
  return {
    ...joining,
    requests: joining.requests + requests,
    otherRequests: joining.otherRequests + otherRequests,
    expectedRequests: joining.expectedRequests + hour.expectations.requests,
  };
}

function outcomeOf(
  joining: Joining,
  hour: number,
  policy: NewNetworkPolicy,
): 'joined' | 'moved' | 'undecided' {
  const { otherRequests, expectedRequests } = joining;
  const enough = policy.othersRequestsMin;
  const wentOn = otherRequests >= policy.othersShareMin * expectedRequests;
  if (otherRequests >= enough && wentOn) return 'joined';
  const isLast = hour - joining.hour >= policy.undecidedHoursMax;
  if (isLast && otherRequests > 0 && wentOn) return 'joined';
  const areGone = expectedRequests >= 2.5 * enough && otherRequests < goneShare * expectedRequests;
  return isLast || areGone ? 'moved' : 'undecided';
}

function findingOf(joined: readonly Joining[], { severity }: NewNetworkPolicy): Finding | null {
  if (joined.length === 0) return null;
  return {
    severity,
    evidence: {
      networks: joined.slice(0, networksShown).map(({ network }) => network),
      requests: joined.reduce((sum, { requests }) => sum + requests, 0),
      otherRequests: Math.max(...joined.map(({ otherRequests }) => otherRequests)),
    },
  };
}
