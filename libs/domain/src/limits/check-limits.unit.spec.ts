import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '../refusal.js';
import { checkLimits, limitCountMax, limitsMax } from './check-limits.js';
import { fixedDurationMsOf } from './fixed-duration.js';
import type { KeyLimit } from './key-limit.js';

const fixed = { name: 'day', kind: 'fixed', requests: 1_000, window: 'P1D' };
const credits = { name: 'month', kind: 'credits', credits: 100, refill: { amount: 10, every: 'PT1H' } };

function codeOf(limits: unknown): string | null {
  const checked = checkLimits(limits);
  return isRefusal(checked) ? checked.code : null;
}

describe('checkLimits', () => {
  it('takes windows, credits that come back, and credits that do not', () => {
    const given = [fixed, { ...fixed, name: 'burst', kind: 'sliding', window: 'PT1S' }, credits];
    expect(checkLimits([...given, { name: 'once', kind: 'credits', credits: 1 }])).toEqual([
      ...given,
      { name: 'once', kind: 'credits', credits: 1, refill: null },
    ]);
    expect(checkLimits([])).toEqual([]);
  });

  it.each([
    ['no list', { name: 'day' }],
    ['no object', ['day']],
    ['null', [null]],
    ['a name that cannot be in a header', [{ ...fixed, name: 'Tag"; q=1' }]],
    ['an empty name', [{ ...fixed, name: '' }]],
    ['a long name', [{ ...fixed, name: 'a'.repeat(41) }]],
    ['a name that is twice there', [fixed, { ...credits, name: 'day' }]],
    ['an unknown kind', [{ ...fixed, kind: 'leaky' }]],
    ['no kind', [{ name: 'day', requests: 1, window: 'P1D' }]],
    ['no request at all', [{ ...fixed, requests: 0 }]],
    ['a fraction', [{ ...fixed, requests: 1.5 }]],
    ['a text for a number', [{ ...fixed, requests: '10' }]],
    ['more than anybody counts', [{ ...fixed, requests: limitCountMax + 1 }]],
    ['no window', [{ name: 'day', kind: 'fixed', requests: 1 }]],
    ['a window of a month, which has no length', [{ ...fixed, window: 'P1M' }]],
    ['a window of nothing', [{ ...fixed, window: 'PT0S' }]],
    ['a window that is too long', [{ ...fixed, window: 'P367D' }]],
    ['a negative window', [{ ...fixed, window: '-PT1M' }]],
    ['a refill of more than fits', [{ ...credits, refill: { amount: 101, every: 'P1D' } }]],
    ['a refill that never comes', [{ ...credits, refill: { amount: 1, every: 'PT' } }]],
    ['a refill that is none', [{ ...credits, refill: 'P1D' }]],
  ])('refuses %s', (_what, limits) => {
    expect(codeOf(limits)).toBe('INVALID_LIMIT');
  });

  it('takes eight and no ninth', () => {
    const many = Array.from({ length: limitsMax + 1 }, (_, at) => ({ ...fixed, name: `day-${at}` }));
    expect(codeOf(many.slice(1))).toBeNull();
    expect(codeOf(many)).toBe('TOO_MANY_LIMITS');
  });

  it('refuses anything else without a fault', () => {
    fc.assert(
      fc.property(fc.anything(), (limits) => {
        const checked = checkLimits(limits);
        expect(isRefusal(checked) || Array.isArray(checked)).toBe(true);
      }),
    );
  });

  it('takes what it has taken before as it is', () => {
    const once = checkLimits([fixed, credits]) as readonly KeyLimit[];
    expect(checkLimits(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });
});

describe('fixedDurationMsOf', () => {
  it.each([
    ['PT1S', 1_000],
    ['PT1M', 60_000],
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
  ])('reads %s', (text, ms) => {
    expect(fixedDurationMsOf(text)).toBe(ms);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1',
    'P1DT',
    '1D',
    'P1Y',
    'P1M',
    'PT1.5S',
    'PT-1S',
    'p1d',
    ' P1D',
    'P1D ',
    null,
    5,
  ])('knows that %p is none', (text) => {
    expect(fixedDurationMsOf(text)).toBeNull();
  });
});
