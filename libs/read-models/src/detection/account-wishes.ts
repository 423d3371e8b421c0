import { type AlertPolicy, rulePolicyOf } from '@keyledger/domain';
import {
  type DetectionPolicy,
  type Signal,
  defaultDetectionPolicy,
  detectionPolicyWith,
  ruleIds,
} from '@keyledger/usage';

/** What the rules go by in an account that wants this. */
export function rulesFor(policy: AlertPolicy): DetectionPolicy {
  const own = ruleIds.filter((rule) => Object.keys(rulePolicyOf(policy, rule).settings).length > 0);
  if (own.length === 0) return defaultDetectionPolicy; // nearly always, and it is asked for with each key of a batch
  return detectionPolicyWith(
    Object.fromEntries(own.map((rule) => [rule, rulePolicyOf(policy, rule).settings])),
  );
}

/** Without those of rules that the account has switched off. */
export function wantedSignals(signals: readonly Signal[], policy: AlertPolicy): readonly Signal[] {
  return signals.filter(({ rule }) => rulePolicyOf(policy, rule).enabled);
}
