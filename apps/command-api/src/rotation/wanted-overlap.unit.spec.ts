import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixedDurationMs, wantedOverlap } from './wanted-overlap.js';

const at = Date.UTC(2030, 0, 1);
const dayMs = 86_400_000;
const in_ = (ms: number) => new Date(at + ms).toISOString();

describe('a duration', () => {
  it.each([
    ['PT0S', 0],
    ['P0D', 0],
    ['PT1S', 1_000],
    ['PT1.5S', 1_500],
    ['PT90M', 5_400_000],
    ['PT24H', dayMs],
    ['P7D', 7 * dayMs],
    ['P1W', 7 * dayMs],
    ['P1W2DT3H4M5S', 9 * dayMs + 11_045_000],
    ['P0.5D', dayMs / 2],
  ])('%s is %i ms', (text, ms) => expect(fixedDurationMs(text)).toBe(ms));

  it.each([
    ...['', 'P', 'PT', 'P1DT', '7D', '1 day', '7', 'p7d', ' P7D', 'P7D ', 'P7D\n', 'P1D1D', 'P1H', 'PT1D'],
    ...['-P1D', 'P-1D', 'PT-1S', 'P1Y', 'P1M', 'P1Y2M', 'P1M1D', 'P0Y', 'P7D/P8D', '2030-01-01', 'PтD'],
  ])('%j is none', (text) => expect(fixedDurationMs(text)).toBeNull());

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?P[0-9.,DTHMSWYP-]{0,20}$/)), (text) => {
        const ms = fixedDurationMs(text);
        expect(ms === null || ms >= 0).toBe(true);
      }),
    );
  });
});

describe('an overlap', () => {
  it('ends so long after now', () => {
    expect(wantedOverlap({ overlap: 'P7D' }, at)).toEqual({ kind: 'fixed', endsAt: in_(7 * dayMs) });
    expect(wantedOverlap({ overlap: 'PT0S' }, at)).toEqual({ kind: 'fixed', endsAt: in_(0) });
    expect(wantedOverlap({ overlap: 'P365D' }, at)).toEqual({ kind: 'fixed', endsAt: in_(365 * dayMs) });
  });
  it('ends once the old key has not been used for a day, or as long as is said', () => {
    const draining = { kind: 'until-drained', endsAt: null };
    expect(wantedOverlap({ overlap: 'until-drained' }, at)).toEqual({ ...draining, unusedForMs: dayMs });
    expect(wantedOverlap({ overlap: 'until-drained', unusedFor: 'PT1H' }, at)).toEqual({
      ...draining,
      unusedForMs: 3_600_000,
    });
  });
  it('ends at the latest when that is said', () => {
    expect(wantedOverlap({ overlap: 'until-drained', atMost: 'P30D' }, at)).toMatchObject({
      endsAt: in_(30 * dayMs),
    });
  });
  it.each([
    { overlap: 'P366D' },
    { overlap: 'PT8760H1S' },
    { overlap: 'P99999999999999999999D' },
    { overlap: 'P1Y' },
    { overlap: 'Until-Drained' },
    { overlap: 'P7D', unusedFor: 'P1D' },
    { overlap: 'P7D', atMost: 'P1D' },
    { overlap: 'until-drained', unusedFor: 'P91D' },
    { overlap: 'until-drained', unusedFor: 'soon' },
    { overlap: 'until-drained', atMost: 'P366D' },
    { overlap: 'until-drained', atMost: 'P1M' },
  ])('is refused as %j', (body) => {
    expect(wantedOverlap(body, at)).toMatchObject({ refused: true, code: 'INVALID_OVERLAP' });
  });
});
