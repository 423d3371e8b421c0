import { type AlertEvidence, type AlertRule, type AlertSeverity, alertRules } from '@keyledger/domain';

/** What can be seen in the use of keys; each is one file in `rules/`, and a section of docs/detection.md. */
export const ruleIds = alertRules;
export type RuleId = AlertRule;
export type Severity = AlertSeverity;

/** Bounded by the rules: at most ten entries, lists of at most ten texts of at most 200 characters. */
export type Evidence = AlertEvidence;

/**
 * A rule has seen something. Rules that look at the hours of a key say so at most once an hour; what belongs together
 * is for the caller to group (one open alert per key and rule).
 */
export interface Signal {
  readonly rule: RuleId;
  readonly accountId: string;
  /** Null: it is about no key of ours, as where somebody guesses. */
  readonly keyId: string | null;
  /** Of the request that showed it, or when a sweep found it. ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly severity: Severity;
  readonly evidence: Evidence;
}
