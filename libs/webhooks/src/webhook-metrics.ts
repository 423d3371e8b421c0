import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** One per registry. */
export class WebhookMetrics {
  private readonly attempts: Counter<'outcome'>;
  private readonly seconds: Histogram;
  private readonly created: Counter;
  private readonly waiting: Gauge<'status'>;
  private readonly failing: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'keyledger_webhook_attempts_total',
      help: 'Attempts to deliver, by what came of the delivery: delivered, pending (again later), dead, postponed (not the endpoint’s fault).',
      labelNames: ['outcome'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'keyledger_webhook_attempt_seconds',
      help: 'How long an attempt took.',
      buckets: [0.05, 0.25, 1, 5, 15],
      registers,
    });
    this.created = new Counter({
      name: 'keyledger_webhook_deliveries_total',
      help: 'Deliveries that events have made.',
      registers,
    });
    this.waiting = new Gauge({
      name: 'keyledger_webhook_deliveries',
      help: 'Deliveries that wait for an attempt (pending), or for somebody to look at them (dead).',
      labelNames: ['status'],
      registers,
    });
    this.failing = new Gauge({
      name: 'keyledger_webhook_failing_endpoints',
      help: 'Enabled endpoints whose last delivery did not arrive.',
      registers,
    });
  }

  attempted(outcome: 'delivered' | 'pending' | 'dead' | 'postponed', seconds: number): void {
    this.attempts.inc({ outcome });
    this.seconds.observe(seconds);
  }

  made(deliveries: number): void {
    this.created.inc(deliveries);
  }

  stands({ pending, dead, failing }: { pending: number; dead: number; failing: number }): void {
    this.waiting.set({ status: 'pending' }, pending);
    this.waiting.set({ status: 'dead' }, dead);
    this.failing.set(failing);
  }
}
