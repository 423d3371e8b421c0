import { isUsedByCrowd } from '../crowd.js';
import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import type { Learnt } from '../learnt.js';
import type { Severity } from '../signal.js';

/** A key is used from far more networks within an hour than it ever was. */
export interface ManyNetworksPolicy {
  readonly learningDays: number;
  /** Fewer are never many. */
  readonly networksMin: number;
  /** Times the most that an hour has had. */
  readonly peakFactor: number;
  /** A key is used by a crowd if more of its requests come from networks never seen: more requests are more networks. */
  readonly crowdShare: number;
  readonly severity: Severity;
}

export const manyNetworksDefaults: ManyNetworksPolicy = {
  learningDays: 7,
  networksMin: 8,
  peakFactor: 2.5,
  crowdShare: 0.25,
  severity: 'critical',
};

/** The most networks that are ordinary; null: too little is known, or no number would say anything. */
export function networksMost(
  { baseline, networksPeak, crowd }: Pick<Learnt, 'baseline' | 'networksPeak' | 'crowd'>,
  { learningDays, networksMin, peakFactor, crowdShare }: ManyNetworksPolicy,
): number | null {
  if (baseline.hours < learningDays * hoursPerDay) return null;
  if (isUsedByCrowd(crowd, crowdShare)) return null;
  return Math.ceil(Math.max(networksMin - 1, peakFactor * networksPeak));
}

const networksShown = 10;

export function manyNetworks({ hour }: HourOfKey, { severity }: ManyNetworksPolicy): Finding | null {
  const { networksMost: most } = hour.expectations;
  if (most === null || hour.networks.size <= most) return null;
  const networks = [...hour.networks.keys()].sort().slice(0, networksShown);
  return { severity, evidence: { networks, differentNetworks: hour.networks.size, most } };
}
