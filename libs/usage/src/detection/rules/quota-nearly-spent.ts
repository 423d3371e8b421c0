import type { Finding, HourOfKey } from '../finding.js';
import { isoOfMs } from '../hours.js';
import type { KeyContext } from '../key-context.js';
import type { Severity } from '../signal.js';

/** A limit refuses requests, or a quota will not last until its period ends. */
export interface QuotaNearlySpentPolicy {
  /** Of the quota, from which on it is looked at whether the rest will do. */
  readonly spentShareMin: number;
  /** Requests within an hour that RATE_LIMITED refuses before it is said: at least so many, */
  readonly rateLimitedMin: number;
  /** and this share of what the hour was expected to bring. */
  readonly rateLimitedShare: number;
  readonly severity: Severity;
  /** Once requests are refused for it. */
  readonly spentSeverity: Severity;
}

export const quotaNearlySpentDefaults: QuotaNearlySpentPolicy = {
  spentShareMin: 0.8,
  rateLimitedMin: 20,
  rateLimitedShare: 0.05,
  severity: 'info',
  spentSeverity: 'warning',
};

/** What limits refused in this hour. */
export function limitsRefuse({ hour }: HourOfKey, policy: QuotaNearlySpentPolicy): Finding | null {
  const { quotaExceeded, rateLimited, requests } = hour;
  const least = Math.max(policy.rateLimitedMin, policy.rateLimitedShare * hour.expectations.requests);
  if (quotaExceeded === 0 && rateLimited < least) return null;
  return { severity: policy.spentSeverity, evidence: { quotaExceeded, rateLimited, requests } };
}

/** Whether the rest of the quota lasts, at the pace of the period so far. */
export function quotaNearlySpent(
  { quota, ended }: KeyContext,
  { spentShareMin, severity, spentSeverity }: QuotaNearlySpentPolicy,
  now: number,
): Finding | null {
  if (quota === null || ended !== null || quota.limit <= 0 || now >= quota.periodEndsAtMs) return null;
  const { limit, used, periodStartedAtMs, periodEndsAtMs } = quota;
  const spentShare = used / limit;
  if (spentShare < spentShareMin) return null;
  const passedShare = Math.max(0, (now - periodStartedAtMs) / (periodEndsAtMs - periodStartedAtMs));
  if (spentShare < 1 && spentShare <= passedShare) return null;
  return {
    severity: spentShare >= 1 ? spentSeverity : severity,
    evidence: { used, limit, periodEndsAt: isoOfMs(periodEndsAtMs) },
  };
}
