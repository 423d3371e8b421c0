import { describe, expect, it } from '@jest/globals';
import { alertRules } from '@keyledger/domain';
import messages from '../messages/en/alerts.json' with { type: 'json' };
import { type Wording, evidenceWords, sentenceIds } from './evidence-words.js';

const plain: Wording = {
  number: (value) => `#${value}`,
  names: (values) => values.join('+'),
  instant: (value) => `at ${value}`,
  word: (value) => `“${value}”`,
};

describe('what an alert rests on', () => {
  it('is said in the words of its rule', () => {
    const evidence = { operations: ['a:B', 'a:C'], differentOperations: 7 };
    expect(evidenceWords('scope-probing', evidence, plain)).toEqual({
      id: 'scopeProbing',
      facts: { operations: 'a:B+a:C', differentOperations: '#7' },
    });
  });

  it('tells apart the ways in which a rule judges', () => {
    const refused = { quotaExceeded: 0, rateLimited: 30, requests: 90 };
    expect(evidenceWords('quota-nearly-spent', refused, plain)?.id).toBe('limitsRefuse');
    const spent = { used: 9, limit: 10, periodEndsAt: '2030-02-01T00:00:00.000Z' };
    expect(evidenceWords('quota-nearly-spent', spent, plain)?.id).toBe('quotaNearlySpent');
  });

  it('has instants and words where either may stand', () => {
    const evidence = {
      successorId: 'key_2',
      lastUsedAt: '2030-02-01T00:00:00.000Z',
      successorLastUsedAt: 'never',
      overlapEndsAt: 'when drained',
    };
    expect(evidenceWords('rotation-not-draining', evidence, plain)?.facts).toEqual({
      lastUsedAt: 'at 2030-02-01T00:00:00.000Z',
      successorLastUsedAt: '“never”',
      overlapEndsAt: '“when drained”',
    });
  });

  it('is left to its bare facts where a newer server knows others', () => {
    expect(evidenceWords('burst', { somethingNew: 3 }, plain)).toBeNull();
  });

  it('has a sentence and a name for everything that is watched for', () => {
    expect(Object.keys(messages.rule).sort()).toEqual([...alertRules].sort());
    expect(Object.keys(messages.advice).sort()).toEqual([...alertRules].sort());
    expect(Object.keys(messages.evidence).sort()).toEqual([...sentenceIds].sort());
  });
});
