import type { AlertPolicyAnswer, AlertPolicyBody } from '@keyledger/contracts';
import {
  type AlertPolicy,
  type AlertRule,
  type AlertRulePolicy,
  type Refusal,
  alertRules,
  defaultRulePolicy,
  refuse,
  rulePolicyOf,
} from '@keyledger/domain';
import { ruleNumbers } from '@keyledger/usage';

export function alertPolicyAnswer(policy: AlertPolicy): AlertPolicyAnswer {
  return {
    rules: byRule((rule) => {
      const wanted = rulePolicyOf(policy, rule);
      return { ...wanted, settings: { ...wanted.settings } };
    }),
    defaults: byRule((rule) => ({ ...ruleNumbers(rule) })),
  };
}

/** The policy as it was asked for, or which number the rules do not know. */
export function wantedPolicy({ rules }: AlertPolicyBody): Record<string, AlertRulePolicy> | Refusal {
  const wanted: Record<string, AlertRulePolicy> = {};
  for (const rule of alertRules) {
    const given = rules[rule];
    if (given === undefined) continue;
    const { settings = {}, ...rest } = given;
    const unknown = Object.keys(settings).find((name) => !Object.hasOwn(ruleNumbers(rule), name));
    if (unknown !== undefined) return refuse('INVALID_ALERT_POLICY', refusalOfSetting(rule));
    wanted[rule] = { ...defaultRulePolicy, ...definedOnly(rest), settings };
  }
  return wanted;
}

function refusalOfSetting(rule: AlertRule): string {
  const known = Object.keys(ruleNumbers(rule)).join(', ');
  return `${rule}: a setting is not one of its own: ${known === '' ? 'it has none' : known}.`;
}

function definedOnly<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as {
    [Name in keyof Value]?: Exclude<Value[Name], undefined>;
  };
}

function byRule<Value>(valueOf: (rule: AlertRule) => Value): Record<AlertRule, Value> {
  return Object.fromEntries(alertRules.map((rule) => [rule, valueOf(rule)])) as Record<AlertRule, Value>;
}
