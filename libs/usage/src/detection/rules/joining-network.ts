import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import { type Joining, type Learnt, type Strangers, joiningMax } from '../learnt.js';
import type { OpenHour } from '../open-hour.js';
import { isCarriedAbout } from '../places.js';
import { wideNetworkOf } from '../wide-network.js';
import { type NewNetworkPolicy, networksShown, strangers } from './new-network.js';

export interface Joined {
  readonly joining: readonly Joining[];
  readonly finding: Finding | null;
  readonly strangers: Strangers;
}

/** Goes over the networks that have joined, given an hour to which nothing will be added. Before the hour teaches. */
export function settleJoining(seen: HourOfKey, policy: NewNetworkPolicy): Joined {
  const { hour, learnt } = seen;
  const strange = strangers(seen);
  const continued = learnt.joining.map((joining) => withHour(joining, hour, learnt));
  const decided = continued.map((joining) => ({ joining, outcome: outcomeOf(joining, hour.hour, policy) }));
  // Whoever is in one place at a time was at another one: that says nothing.
  const isElsewhere = isCarriedAbout(learnt.places);
  const joined = decided
    .filter(({ outcome }) => outcome === 'joined' && !isElsewhere)
    .map(({ joining }) => joining);
  const open = decided.filter(({ outcome }) => outcome === 'undecided').map(({ joining }) => joining);
  const known = new Set(continued.map(({ network }) => network));
  const others = isElsewhere
    ? []
    : strange.filter(({ strangeAgent, network }) => strangeAgent === null && !known.has(network));
  const begun = others.map(({ network, requests }) => begin(network, requests, hour.hour, learnt));
  const brought = new Set(strange.map(({ strangeAgent }) => strangeAgent));
  return {
    joining: [...open, ...begun].slice(0, joiningMax),
    finding: findingOf(joined, policy),
    strangers: {
      agents: new Set([...hour.agents].filter((agent) => brought.has(agent))),
      networks: new Set([...known, ...strange.map(({ network }) => network)]),
      movedTo: decided.find(({ outcome }) => outcome === 'moved')?.joining.network ?? null,
    },
  };
}

function begin(network: string, requests: number, hour: number, { baseline }: Learnt): Joining {
  const level = Math.round(baseline.level * 1_000) / 1_000;
  const nothing = {
    otherRequests: 0,
    expectedRequests: 0,
    ownRequests: 0,
    otherRequestsSince: 0,
    expectedRequestsSince: 0,
  };
  return { network, requests, hour, level, ...nothing };
}

/** Times a plain hour: one large job, or its absence, must not outweigh a day. */
const hourCountsMax = 4;

/** The hour after the first is left out: services are moved one machine after the other. */
function withHour(joining: Joining, hour: OpenHour, learnt: Learnt): Joining {
  if (hour.hour < joining.hour + 2) return joining;
  const wide = wideNetworkOf(joining.network);
  let [others, own] = [0, 0];
  for (const { network, requests } of hour.networks.values()) {
    const first = learnt.networks.firstHour(network) ?? hour.hour;
    // What joined with it is no witness of what was there before.
    if (first < joining.hour - 1 && wideNetworkOf(network) !== wide) others += requests;
    if (network === joining.network) own += requests;
  }
  const most = Math.max(1, hourCountsMax * learnt.baseline.plainMean * joining.level);
  const expected = Math.min(most, learnt.baseline.expected(hour.hour, joining.level));
  const counted = others + own > most ? most / (others + own) : 1;
  return {
    ...joining,
    requests: joining.requests + own,
    otherRequests: joining.otherRequests + Math.round(others * counted),
    expectedRequests: rounded(joining.expectedRequests + expected),
    ownRequests: joining.ownRequests + Math.round(own * counted),
    otherRequestsSince: own > 0 ? 0 : joining.otherRequestsSince + others,
    expectedRequestsSince: own > 0 ? 0 : rounded((joining.expectedRequestsSince ?? 0) + expected),
  };
}

/** Of what was expected of the others: a straggler or two. */
const goneShare = 0.05;
/** They may be quiet, as by night. */
const goneHoursMin = hoursPerDay;

type Outcome = 'joined' | 'moved' | 'forgotten' | 'undecided';

function outcomeOf(joining: Joining, hour: number, policy: NewNetworkPolicy): Outcome {
  const { otherRequests, expectedRequests, expectedRequestsSince = 0 } = joining;
  const hours = hour - joining.hour;
  const isLast = hours >= policy.undecidedHoursMax;
  const enough = policy.othersRequestsMin;
  const wentOn = otherRequests >= policy.othersShareMin * expectedRequests;
  if (wentOn && otherRequests >= (isLast ? 1 : enough)) {
    if (hasLeft(joining) || isOnTop(joining)) return 'joined';
    if (isLast || otherRequests >= policy.sharingRequestsMin)
      return hasTakenOver(joining) ? 'moved' : 'joined';
  }
  // What has taken the work over would have been seen again by now.
  if (expectedRequestsSince >= enough) return outcomeOfVisit(joining, hours, policy);
  const areGone = expectedRequests >= 2.5 * enough && otherRequests < goneShare * expectedRequests;
  return isLast || (areGone && hours >= goneHoursMin) ? 'moved' : 'undecided';
}

/** However little the others do, in the end they do it alone. While nobody uses the key, nothing is known. */
function outcomeOfVisit(joining: Joining, hours: number, policy: NewNetworkPolicy): Outcome {
  if (hours < policy.undecidedHoursMax) return 'undecided';
  if (joining.otherRequestsSince > 0) return 'joined';
  return hours >= policy.unusedHoursMax ? 'forgotten' : 'undecided';
}

/** Requests that it would have brought since it was seen last, had it gone on like that. */
const missedRequestsMin = 4;

/** It was a visit. */
function hasLeft({ requests, otherRequests, otherRequestsSince }: Joining): boolean {
  const share = requests / (requests + otherRequests);
  return share * otherRequestsSince >= missedRequestsMin;
}

/** No less is done in the old place, and as much again in the new one. */
function isOnTop({ ownRequests, otherRequests, expectedRequests }: Joining): boolean {
  const most = onTopShare * Math.max(onTopRequestsMin, expectedRequests);
  return ownRequests >= most && otherRequests >= most;
}

const onTopShare = 0.8;
const onTopRequestsMin = 20;

/** It stays, has a part of the work, and by as much the others do less: a second region. */
function hasTakenOver({ ownRequests, otherRequests, expectedRequests }: Joining): boolean {
  const ratio = ownRequests / Math.max(1, otherRequests);
  return ratio >= partMin && ownRequests + otherRequests < (1 + ratio / 2) * expectedRequests;
}

/** Of what the others do. Less cannot be told from what they do less by chance. */
const partMin = 0.15;

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

function rounded(requests: number): number {
  return Math.round(requests * 100) / 100;
}
