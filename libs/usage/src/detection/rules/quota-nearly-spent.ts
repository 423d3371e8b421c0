import type { Finding, HourOfKey } from '../finding.js';
import { hourMs, hourOfMs, isoOfMs } from '../hours.js';
import type { KeyContext, QuotaContext } from '../key-context.js';
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

/** Requests that the key is expected to make in these hours, at most `hours` of them; null: its rhythm is not known yet. */
export type Forecast = (fromHour: number, hours: number) => number | null;

/** What is to be said of each quota; null: nothing. */
export function quotasNearlySpent(
  { quotas, ended }: KeyContext,
  policy: QuotaNearlySpentPolicy,
  forecast: Forecast,
  now: number,
): readonly (readonly [about: string, finding: Finding | null])[] {
  if (ended !== null) return [];
  return quotas.map((quota) => [
    `${quota.name} ${quota.periodEndsAtMs ?? ''}`,
    quotaNearlySpent(quota, policy, forecast, now),
  ]);
}

function quotaNearlySpent(
  quota: QuotaContext,
  { spentShareMin, severity, spentSeverity }: QuotaNearlySpentPolicy,
  forecast: Forecast,
  now: number,
): Finding | null {
  const { name, limit, used, periodEndsAtMs } = quota;
  if (limit <= 0 || (periodEndsAtMs !== null && now >= periodEndsAtMs)) return null;
  if (used < spentShareMin * limit || (used < limit && lasts(quota, forecast, now))) return null;
  return {
    severity: used >= limit ? spentSeverity : severity,
    evidence: {
      quota: name,
      used,
      limit,
      periodEndsAt: periodEndsAtMs === null ? 'never' : isoOfMs(periodEndsAtMs),
    },
  };
}

/** Whether the rest does until the period ends: by what the key does at these hours, or else at the pace of the period so far. */
function lasts(
  { limit, used, periodStartedAtMs, periodEndsAtMs }: QuotaContext,
  forecast: Forecast,
  now: number,
): boolean {
  if (periodStartedAtMs === null || periodEndsAtMs === null) return false;
  const expected = forecast(hourOfMs(now), Math.ceil((periodEndsAtMs - now) / hourMs));
  if (expected !== null) return used + expected <= limit;
  return used / limit <= (now - periodStartedAtMs) / (periodEndsAtMs - periodStartedAtMs);
}
