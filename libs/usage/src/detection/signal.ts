/** What can be seen in the use of keys; each is one file in `rules/`, and a section of docs/detection.md. */
export const ruleIds = [
  'new-network',
  'burst',
  'ended-key-used',
  'scope-probing',
  'dormant-awake',
  'many-networks',
  'enumeration',
  'rotation-not-draining',
  'expiry-near',
  'quota-nearly-spent',
] as const;
export type RuleId = (typeof ruleIds)[number];

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Bounded by the rules: at most ten entries, lists of at most ten texts of at most 200 characters. */
export type Evidence = Readonly<Record<string, string | number | readonly string[]>>;

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
