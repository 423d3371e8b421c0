import type { Finding } from '../finding.js';
import type { Severity } from '../signal.js';

/** Keys that do not exist are tried from one network. */
export interface EnumerationPolicy {
  /** Within an hour, */
  readonly requestsPerHour: number;
  /** or within a day. */
  readonly requestsPerDay: number;
  /** Times what the network brought in its largest hour of before: somebody who forgot to take a key out. */
  readonly peakFactor: number;
  /** Different values within a day, of 64 that are told apart: a program that has one wrong key tries none. */
  readonly valuesMin: number;
  readonly severity: Severity;
  /** From `criticalPerHour` requests within an hour. */
  readonly criticalPerHour: number;
}

export const enumerationDefaults: EnumerationPolicy = {
  requestsPerHour: 40,
  requestsPerDay: 150,
  peakFactor: 4,
  valuesMin: 8,
  severity: 'warning',
  criticalPerHour: 1_000,
};

export interface UnknownKeysOfNetwork {
  readonly network: string;
  readonly requestsThisHour: number;
  readonly requestsThisDay: number;
  /** At least; null: not known. */
  readonly differentValues: number | null;
  /** Of the hours before, sinking with time. */
  readonly hourlyPeak: number;
}

export function enumeration(seen: UnknownKeysOfNetwork, policy: EnumerationPolicy): Finding | null {
  const { requestsThisHour, requestsThisDay, differentValues, hourlyPeak } = seen;
  const isMany = requestsThisHour >= Math.max(policy.requestsPerHour, policy.peakFactor * hourlyPeak);
  // A day of what is usual is no news: it would take several of its largest hours.
  const isSteady = requestsThisDay >= Math.max(policy.requestsPerDay, 24 * policy.peakFactor * hourlyPeak);
  if (!isMany && !isSteady) return null;
  // Whoever sends this many has more in mind than to be let in with what he has, and might choose values that look like one.
  const isFlood = requestsThisHour >= policy.criticalPerHour;
  if (!isFlood && differentValues !== null && differentValues < policy.valuesMin) return null;
  return {
    severity: isFlood ? 'critical' : policy.severity,
    evidence: {
      ...{ network: seen.network, requestsThisHour, requestsThisDay },
      ...(differentValues === null ? {} : { differentValuesMin: differentValues }),
    },
  };
}
