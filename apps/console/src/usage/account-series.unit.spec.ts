import { describe, expect, it } from '@jest/globals';
import { countedIn, isAccountDimension } from './account-series.js';

const at = (hour: number) => `2030-02-01T0${hour}:00:00.000Z`;
const usage = {
  series: [
    { start: at(1), code: 'VALID', count: 7 },
    { start: at(1), code: 'KEY_EXPIRED', count: 3 },
    { start: at(0), code: 'VALID', count: 2 },
  ],
  seriesByOperation: [
    { start: at(1), operation: 'orders:List', count: 6 },
    { start: at(1), operation: null, count: 1 },
    { start: at(0), operation: 'orders:List', count: 2 },
  ],
};

describe('the requests of an account', () => {
  it('are told apart by outcome', () => {
    expect(countedIn(usage, 'outcome')).toEqual([
      { start: at(1), name: 'VALID', count: 7 },
      { start: at(1), name: 'KEY_EXPIRED', count: 3 },
      { start: at(0), name: 'VALID', count: 2 },
    ]);
  });

  it('are told apart by operation, those that are not named together', () => {
    expect(countedIn(usage, 'operation')).toEqual([
      { start: at(1), name: 'orders:List', count: 6 },
      { start: at(1), name: '', count: 1 },
      { start: at(0), name: 'orders:List', count: 2 },
      { start: at(1), name: '(other)', count: 3 },
    ]);
  });

  it('are never fewer than none', () => {
    const later = { ...usage, series: [{ start: at(1), code: 'VALID', count: 1 }] };
    expect(countedIn(later, 'operation').every(({ count }) => count > 0)).toBe(true);
  });

  it('are told apart by nothing else', () => {
    expect(['outcome', 'operation', 'network', ''].map(isAccountDimension)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
