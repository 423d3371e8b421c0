import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { DurationHistogram } from './duration-histogram.js';

const definition = { name: 'tried_seconds', help: 'Tried.', bucketsSeconds: [0.001, 0.01, 0.1, 1] };

describe('a duration histogram', () => {
  it('reads as prom-client’s own, whatever is observed', async () => {
    const observations = fc.array(
      fc.record({ route: fc.constantFrom('/a', '/b'), ms: fc.integer({ min: 0, max: 2_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(observations, async (observed) => {
        const [ours, theirs] = [new Registry(), new Registry()];
        for (const registry of [ours, theirs]) registry.setDefaultLabels({ app: 'tried' });
        const histogram = new DurationHistogram(definition, ours);
        const { name, help, bucketsSeconds: buckets } = definition;
        const reference = new Histogram({
          ...{ name, help, buckets: [...buckets] },
          labelNames: ['route'],
          registers: [theirs],
        });
        const series = new Map<string, ReturnType<typeof histogram.series>>();
        for (const { route, ms } of observed) {
          const one = series.get(route) ?? histogram.series({ route });
          series.set(route, one);
          one.observe(ms / 1_000);
          reference.observe({ route }, ms / 1_000);
        }
        expect(linesOf(await ours.metrics())).toEqual(linesOf(await theirs.metrics()));
      }),
    );
  });
});

/** The order of labels and lines means nothing. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) =>
      line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').toSorted().join(',')}}`),
    )
    .toSorted();
}
