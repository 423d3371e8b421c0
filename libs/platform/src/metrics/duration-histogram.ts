import type { Metric, MetricValueWithName, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

/**
 * A Prometheus histogram whose series are looked up once and not per observation: prom-client's own sorts and hashes
 * the labels each time, which costs a noticeable part of a request that is answered from memory.
 */
export class DurationHistogram {
  private readonly all: DurationSeries[] = [];

  constructor(
    private readonly definition: {
      readonly name: string;
      readonly help: string;
      /** Upper bounds, rising. */
      readonly bucketsSeconds: readonly number[];
    },
    registry: Registry,
  ) {
    // The registry asks a metric for no more than `name` and `get`.
    registry.registerMetric(this as unknown as Metric);
  }

  get name(): string {
    return this.definition.name;
  }

  series(labels: Labels): DurationSeries {
    const series = new DurationSeries(labels, this.definition.bucketsSeconds);
    this.all.push(series);
    return series;
  }

  get() {
    const { name, help } = this.definition;
    const values = this.all.flatMap((series) => series.values(name));
    return { name, help, type: 'histogram', values, aggregator: 'sum' };
  }
}

export class DurationSeries {
  /** Observations per bucket; the last is beyond all bounds. */
  private readonly counts: Float64Array;
  private sumSeconds = 0;

  constructor(
    private readonly labels: Labels,
    private readonly bucketsSeconds: readonly number[],
  ) {
    this.counts = new Float64Array(bucketsSeconds.length + 1);
  }

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < this.bucketsSeconds.length && seconds > (this.bucketsSeconds[bucket] ?? 0)) bucket++;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumSeconds += seconds;
  }

  /** Prometheus counts cumulatively: each bucket holds all that took no longer than its bound. */
  values(name: string): MetricValueWithName<string>[] {
    let count = 0;
    const buckets = [...this.bucketsSeconds.map(String), '+Inf'].map((le, index) => {
      count += this.counts[index] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, ...this.labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: this.labels, value: this.sumSeconds },
      { metricName: `${name}_count`, labels: this.labels, value: count },
    ];
  }
}
