import { type AlertPolicy, rulePolicyOf } from '@keyledger/domain';
import { type DetectionPolicy, type Signal, detectionPolicyWith, ruleIds } from '@keyledger/usage';

/** What the rules go by in an account that wants this. */
export function rulesFor(policy: AlertPolicy): DetectionPolicy {
  return detectionPolicyWith(
    Object.fromEntries(ruleIds.map((rule) => [rule, rulePolicyOf(policy, rule).settings])),
  );
}

/** Without those of rules that the account has switched off. */
export function wantedSignals(signals: readonly Signal[], policy: AlertPolicy): readonly Signal[] {
  return signals.filter(({ rule }) => rulePolicyOf(policy, rule).enabled);
}
