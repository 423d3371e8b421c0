import type { Baseline } from '../baseline.js';
import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import type { Severity } from '../signal.js';

/** An hour brings far more requests than this key makes at this hour of the week. */
export interface BurstPolicy {
  readonly learningDays: number;
  /** Younger keys may not have shown yet what they do each month: */
  readonly youngDays: number;
  /** theirs must also be so many times the largest hour of all. */
  readonly youngPeakFactor: number;
  /** Those whose largest hour is more than so many times the mean hour have jobs, and some of these are monthly. */
  readonly steadyFactor: number;
  /** Times what was expected. */
  readonly factor: number;
  /** Standard deviations above it, as the key's own hours vary. */
  readonly deviations: number;
  /** Fewer are never a burst. */
  readonly requestsMin: number;
  readonly severity: Severity;
  /** From `criticalFactor` times what was expected. */
  readonly criticalFactor: number;
}

export const burstDefaults: BurstPolicy = {
  learningDays: 14,
  youngDays: 32,
  youngPeakFactor: 8,
  steadyFactor: 12,
  factor: 6,
  deviations: 6,
  requestsMin: 120,
  severity: 'warning',
  criticalFactor: 20,
};

/** The most requests that are ordinary; null: too little is known. */
export function requestsMost(baseline: Baseline, hour: number, policy: BurstPolicy): number | null {
  if (baseline.hours < policy.learningDays * hoursPerDay) return null;
  const most = Math.max(policy.requestsMin, baseline.most(hour, policy));
  const isYoung = baseline.hours < policy.youngDays * hoursPerDay;
  if (!isYoung) return Math.ceil(most);
  if (baseline.peak > policy.steadyFactor * baseline.mean) return null;
  return Math.ceil(Math.max(most, policy.youngPeakFactor * baseline.peak));
}

export function burst({ hour }: HourOfKey, { severity, criticalFactor }: BurstPolicy): Finding | null {
  const { requests, requestsMost: most } = hour.expectations;
  if (most === null || hour.requests <= most) return null;
  const expected = Math.round(requests * 10) / 10;
  return {
    severity: hour.requests >= criticalFactor * Math.max(1, requests) ? 'critical' : severity,
    evidence: { requests: hour.requests, expected, most },
  };
}
