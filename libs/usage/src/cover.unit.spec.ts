import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Span, coveringSpans, coveringWeeks } from './cover.js';
import { bucketMs, resolutions } from './resolution.js';

type Stretch = Pick<Span, 'from' | 'to'>;

const at = (text: string) => Date.parse(`2026-11-${text}:00.000Z`);

describe('covering a time by whole buckets', () => {
  it('takes days where they are whole and finer ones at the edges', () => {
    const spans = coveringSpans({ resolution: 'minute', from: at('20T22:58'), to: at('22T01:01') });
    expect(spans).toEqual([
      { resolution: 'minute', from: at('20T22:58'), to: at('20T23:00') },
      { resolution: 'minute', from: at('22T01:00'), to: at('22T01:01') },
      { resolution: 'hour', from: at('20T23:00'), to: at('21T00:00') },
      { resolution: 'hour', from: at('22T00:00'), to: at('22T01:00') },
      { resolution: 'day', from: at('21T00:00'), to: at('22T00:00') },
    ]);
  });

  it('stays within an hour that is not whole', () => {
    const span = { resolution: 'minute' as const, from: at('20T22:10'), to: at('20T22:50') };
    expect(coveringSpans(span)).toEqual([span]);
    expect(coveringSpans({ ...span, to: span.from })).toEqual([]);
  });

  it('property: covers the time once, whatever it is, in whole buckets', () => {
    const minutes = fc.nat({ max: 10 * 24 * 60 });
    fc.assert(
      fc.property(fc.constantFrom(...resolutions), minutes, minutes, (resolution, start, length) => {
        const size = bucketMs[resolution];
        const from = Math.floor((start * 60_000) / size) * size;
        const to = from + Math.ceil((length * 60_000) / size) * size;
        const spans = coveringSpans({ resolution, from, to });
        expectToCover({ from, to }, spans);
        for (const span of spans) {
          expect(span.from % bucketMs[span.resolution]).toBe(0);
          expect(span.to % bucketMs[span.resolution]).toBe(0);
        }
      }),
    );
  });
});

function expectToCover({ from, to }: Stretch, spans: readonly Stretch[]): void {
  let reached = from;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    expect(span.from).toBe(reached);
    reached = span.to;
  }
  expect(reached).toBe(to);
}

describe('covering a time by whole weeks', () => {
  it('takes weeks from Monday to Sunday, and days and finer ones at the edges', () => {
    const { weeks, rest } = coveringWeeks({ resolution: 'hour', from: at('07T23:00'), to: at('24T00:00') });
    expect(weeks).toEqual({ from: at('09T00:00'), to: at('23T00:00') });
    expect(rest).toEqual([
      { resolution: 'hour', from: at('07T23:00'), to: at('08T00:00') },
      { resolution: 'day', from: at('08T00:00'), to: at('09T00:00') },
      { resolution: 'day', from: at('23T00:00'), to: at('24T00:00') },
    ]);
  });

  it('has none where no week is whole', () => {
    const span = { resolution: 'day' as const, from: at('03T00:00'), to: at('15T00:00') };
    expect(coveringWeeks(span)).toEqual({ weeks: null, rest: [span] });
  });

  it('property: covers the time once, in weeks that begin on Mondays, and less than a week on either side', () => {
    const hours = fc.nat({ max: 60 * 24 });
    fc.assert(
      fc.property(hours, hours, (start, length) => {
        const [from, to] = [start * bucketMs.hour, (start + length) * bucketMs.hour];
        const { weeks, rest } = coveringWeeks({ resolution: 'hour', from, to });
        expectToCover({ from, to }, weeks === null ? rest : [weeks, ...rest]);
        if (weeks === null) return;
        for (const edge of [weeks.from, weeks.to]) {
          expect(new Date(edge).getUTCDay()).toBe(1);
          expect(edge % bucketMs.day).toBe(0);
        }
        expect(Math.max(weeks.from - from, to - weeks.to)).toBeLessThan(7 * bucketMs.day);
      }),
    );
  });
});
