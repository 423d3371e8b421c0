import type { Finding, HourOfKey } from '../finding.js';
import { hoursPerDay } from '../hours.js';
import type { Severity } from '../signal.js';

/** A key is accepted again that nobody has used for long. */
export interface DormantAwakePolicy {
  readonly unusedDays: number;
  /** Times the longest rest that the key has taken before: jobs of every month or quarter are no news. */
  readonly longestGapFactor: number;
  readonly severity: Severity;
}

export const dormantAwakeDefaults: DormantAwakePolicy = {
  unusedDays: 40,
  longestGapFactor: 1.5,
  severity: 'warning',
};

export function dormantAwake(
  { hour, before, learnt }: HourOfKey,
  { unusedDays, longestGapFactor, severity }: DormantAwakePolicy,
): Finding | null {
  const { lastUsedHour, longestGapHours } = learnt;
  if (hour.accepted === 0 || before.accepted > 0 || lastUsedHour === null) return null;
  const gapHours = hour.hour - lastUsedHour;
  if (gapHours < Math.max(unusedDays * hoursPerDay, longestGapFactor * longestGapHours)) return null;
  const networks = [...hour.networks.keys()].sort().slice(0, networksShown);
  return { severity, evidence: { unusedDays: Math.floor(gapHours / hoursPerDay), networks } };
}

const networksShown = 5;
