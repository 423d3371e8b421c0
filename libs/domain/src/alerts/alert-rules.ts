/** What is watched for, each by a rule of its own (docs/alerts.md). */
export const alertRules = [
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
export type AlertRule = (typeof alertRules)[number];

/** From what is good to know to what needs somebody now. */
export const alertSeverities = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** What Keyledger itself does about an alert: nothing, disable the key, or leave it its reading scopes alone. */
export const alertResponses = ['none', 'disable', 'cut-to-read'] as const;
export type AlertResponse = (typeof alertResponses)[number];

/** Facts that an alert rests on, by name: for people, and for whoever reacts to it. Bounded by whoever reports them. */
export type AlertEvidence = Readonly<Record<string, string | number | readonly string[]>>;

export function isAlertRule(value: unknown): value is AlertRule {
  return alertRules.some((rule) => rule === value);
}

/** Whether the first is the worse one. */
export function isWorse(severity: AlertSeverity, than: AlertSeverity): boolean {
  return alertSeverities.indexOf(severity) > alertSeverities.indexOf(than);
}
