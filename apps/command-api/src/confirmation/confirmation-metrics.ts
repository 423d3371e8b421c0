import { Gauge, Histogram, type Registry } from 'prom-client';

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** How long changes took to arrive everywhere, where somebody waited for it. */
export class ConfirmationMetrics {
  private readonly durations: Histogram<'outcome'>;

  constructor(registry: Registry, waiting: () => number) {
    this.durations = new Histogram({
      name: 'keyledger_confirmation_duration_seconds',
      help: 'From when a change was durable to when every verifier had it (complete), or the waiting ended (incomplete).',
      labelNames: ['outcome'],
      buckets: bucketsSeconds,
      registers: [registry],
    });
    new Gauge({
      name: 'keyledger_confirmations_waiting',
      help: 'Requests that wait for their change to arrive everywhere.',
      registers: [registry],
      collect() {
        this.set(waiting());
      },
    });
  }

  confirmed(complete: boolean, waitedMs: number): void {
    this.durations.observe({ outcome: complete ? 'complete' : 'incomplete' }, waitedMs / 1_000);
  }
}
