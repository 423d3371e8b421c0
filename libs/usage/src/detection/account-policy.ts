import type { DetectionPolicy } from './policy.js';
import { defaultDetectionPolicy } from './policy.js';
import type { RuleId } from './signal.js';

type Numbers = Readonly<Record<string, number>>;

/** The numbers of a rule that an account may set for itself, as they are where it has not. */
export function ruleNumbers(rule: RuleId): Numbers {
  const part: object = { ...partOf(defaultDetectionPolicy, rule) };
  return Object.fromEntries(
    Object.entries(part).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** What the rules go by where an account has set numbers of its own; names that a rule does not know are passed over. */
export function detectionPolicyWith(settings: Readonly<Partial<Record<RuleId, Numbers>>>): DetectionPolicy {
  const changed = Object.entries(settings).map(([rule, numbers]) => {
    const known = ruleNumbers(rule as RuleId);
    const own = Object.entries(numbers).filter(([name]) => Object.hasOwn(known, name));
    return [rule, { ...partOf(defaultDetectionPolicy, rule as RuleId), ...Object.fromEntries(own) }] as const;
  });
  return { ...defaultDetectionPolicy, ...Object.fromEntries(changed) };
}

function partOf(policy: DetectionPolicy, rule: RuleId): object {
  return (policy as Partial<Record<RuleId, object>>)[rule] ?? {};
}
