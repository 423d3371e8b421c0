import { type Refusal, refuse } from '../refusal.js';
import { quoted } from '../text/quoted.js';
import {
  type AlertResponse,
  type AlertRule,
  type AlertSeverity,
  alertResponses,
  alertSeverities,
  isAlertRule,
} from './alert-rules.js';

/** What an account wants of one rule. */
export interface AlertRulePolicy {
  readonly enabled: boolean;
  /** Of every alert of the rule; null: as the rule judges each. */
  readonly severity: AlertSeverity | null;
  readonly response: AlertResponse;
  /** Numbers of the rule that the account has set for itself, by name. */
  readonly settings: Readonly<Record<string, number>>;
}

/** Rules that are not in it are as `defaultRulePolicy` has them. */
export type AlertPolicy = Readonly<Partial<Record<AlertRule, AlertRulePolicy>>>;

/** On, by the rule's own judgement and numbers, and nobody's key is touched. */
export const defaultRulePolicy: AlertRulePolicy = {
  enabled: true,
  severity: null,
  response: 'none',
  settings: {},
};

export const ruleSettingsMax = 20;
const settingName = /^[a-z][A-Za-z0-9]{0,39}$/;

export function rulePolicyOf(policy: AlertPolicy, rule: AlertRule): AlertRulePolicy {
  return policy[rule] ?? defaultRulePolicy;
}

/** The policy as it is recorded: without rules that are as everywhere. INVALID_ALERT_POLICY says which rule is wrong. */
export function checkAlertPolicy(given: Readonly<Record<string, AlertRulePolicy>>): AlertPolicy | Refusal {
  const policy: Partial<Record<AlertRule, AlertRulePolicy>> = {};
  for (const [rule, { enabled, severity, response, settings }] of Object.entries(given)) {
    if (!isAlertRule(rule)) return refuse('INVALID_ALERT_POLICY', `There is no rule ${quoted(rule)}.`);
    const wrong = wrongIn({ enabled, severity, response, settings });
    if (wrong !== null) return refuse('INVALID_ALERT_POLICY', `${rule}: ${wrong}`);
    const checked = { enabled, severity, response, settings: sorted(settings) };
    if (!sameRulePolicy(checked, defaultRulePolicy)) policy[rule] = checked;
  }
  return policy;
}

export function sameAlertPolicy(left: AlertPolicy, right: AlertPolicy): boolean {
  const rules = new Set([...Object.keys(left), ...Object.keys(right)].filter(isAlertRule));
  return [...rules].every((rule) => sameRulePolicy(rulePolicyOf(left, rule), rulePolicyOf(right, rule)));
}

function wrongIn({ severity, response, settings }: AlertRulePolicy): string | null {
  if (severity !== null && !alertSeverities.includes(severity)) return 'no such severity';
  if (!alertResponses.includes(response)) return 'no such response';
  const names = Object.keys(settings);
  if (names.length > ruleSettingsMax) return `more than ${ruleSettingsMax} settings`;
  if (!names.every((name) => settingName.test(name))) return 'a setting has no name';
  return Object.values(settings).every((value) => Number.isFinite(value)) ? null : 'a setting is no number';
}

function sameRulePolicy(left: AlertRulePolicy, right: AlertRulePolicy): boolean {
  return (
    left.enabled === right.enabled &&
    left.severity === right.severity &&
    left.response === right.response &&
    JSON.stringify(sorted(left.settings)) === JSON.stringify(sorted(right.settings))
  );
}

function sorted(settings: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(settings).sort(([left], [right]) => (left < right ? -1 : 1)));
}
