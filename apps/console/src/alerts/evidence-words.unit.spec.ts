import { describe, expect, it } from '@jest/globals';
import { type Wording, evidenceWords } from './evidence-words.js';

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
});
