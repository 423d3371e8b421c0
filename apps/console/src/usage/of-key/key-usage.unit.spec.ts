import { describe, expect, it } from '@jest/globals';
import { countedBy, totalOf, totalsBy } from './key-usage.js';

const start = '2030-02-01T13:00:00.000Z';
const items = [
  { start, operation: 'exports:Create', code: 'VALID', count: 4 },
  { start, operation: 'exports:Create', code: 'INSUFFICIENT_SCOPE', count: 2 },
  { start, operation: null, code: 'KEY_EXPIRED', count: 9 },
];

describe('the use of a key', () => {
  it('is told apart by outcome, or by what was asked', () => {
    expect(countedBy(items, 'outcome').map(({ name, count }) => [name, count])).toEqual([
      ['VALID', 4],
      ['INSUFFICIENT_SCOPE', 2],
      ['KEY_EXPIRED', 9],
    ]);
    expect(totalsBy(items, 'operation')).toEqual([
      { name: '', accepted: 0, refused: 9 },
      { name: 'exports:Create', accepted: 4, refused: 2 },
    ]);
  });

  it('adds up to the same, whatever it is told apart by', () => {
    expect(totalOf(items)).toEqual({ accepted: 4, refused: 11 });
    expect(totalOf([])).toEqual({ accepted: 0, refused: 0 });
  });
});
