import type { Schemas } from '../../api/client.js';

export type RulePolicies = Schemas['AlertPolicy']['rules'];
export type RulePolicy = RulePolicies[string];

/** The settings with another number for one of them; undefined: as everywhere. */
export function withSetting(policy: RulePolicy, name: string, value: number | undefined): RulePolicy {
  const others = Object.entries(policy.settings).filter(([each]) => each !== name);
  const own = value === undefined ? [] : [[name, value] as const];
  return { ...policy, settings: Object.fromEntries([...others, ...own]) };
}

/** Whether two policies say the same, in whatever order their numbers stand. */
export function samePolicies(left: RulePolicies, right: RulePolicies): boolean {
  return textOf(left) === textOf(right);
}

/** Rules that two policies do not say the same of. */
export function changedRules(before: RulePolicies, now: RulePolicies): readonly string[] {
  const rules = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return rules.filter((rule) => !samePolicy(before[rule], now[rule]));
}

export function samePolicy(left: RulePolicy | undefined, right: RulePolicy | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return samePolicies({ rule: left }, { rule: right });
}

function textOf(policies: RulePolicies): string {
  const rules = Object.entries(policies).map(([rule, { settings, ...rest }]) => [
    rule,
    rest.enabled,
    rest.severity,
    rest.response,
    Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);
  return JSON.stringify(rules.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}
