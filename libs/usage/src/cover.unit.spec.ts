import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coveringSpans } from './cover.js';
import { bucketMs, resolutions } from './resolution.js';

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
        const spans = coveringSpans({ resolution, from, to }).toSorted((a, b) => a.from - b.from);
        let reached = from;
        for (const span of spans) {
          expect(span.from).toBe(reached);
          expect(span.from % bucketMs[span.resolution]).toBe(0);
          expect(span.to % bucketMs[span.resolution]).toBe(0);
          reached = span.to;
        }
        expect(reached).toBe(to);
      }),
    );
  });
});
