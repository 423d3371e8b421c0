import { describe, expect, it } from '@jest/globals';
import { type RulePolicy, changedRules, samePolicies, withSetting } from './rule-policies.js';

const policy: RulePolicy = { enabled: true, severity: null, response: 'none', settings: { a: 1, b: 2 } };

describe('the numbers of a rule', () => {
  it('are set one by one, or left as everywhere', () => {
    expect(withSetting(policy, 'a', 5).settings).toEqual({ a: 5, b: 2 });
    expect(withSetting(policy, 'a', undefined).settings).toEqual({ b: 2 });
    expect(withSetting(policy, 'c', 0).settings).toEqual({ a: 1, b: 2, c: 0 });
  });
});

describe('what somebody else has changed', () => {
  it('is told rule by rule', () => {
    const other = { ...policy, enabled: false };
    expect(changedRules({ x: policy, y: policy }, { x: policy, y: other, z: policy })).toEqual(['y', 'z']);
    expect(changedRules({ x: policy, y: policy }, { x: policy })).toEqual(['y']);
    expect(changedRules({ x: policy }, { x: policy })).toEqual([]);
  });
});

describe('whether there is something to save', () => {
  it('does not depend on the order of numbers or rules', () => {
    const turned = { ...policy, settings: { b: 2, a: 1 } };
    expect(samePolicies({ x: policy, y: turned }, { y: policy, x: turned })).toBe(true);
  });

  it('is seen in each of the fields', () => {
    const changes: Partial<RulePolicy>[] = [
      { enabled: false },
      { severity: 'critical' },
      { response: 'disable' },
      { settings: { a: 1 } },
    ];
    for (const change of changes) {
      expect(samePolicies({ x: policy }, { x: { ...policy, ...change } })).toBe(false);
    }
  });
});
