import { Counter, Gauge, type Registry } from 'prom-client';

/** What the recording of time shows of itself. */
export class LifecycleMetrics {
  private readonly events: Counter<'event'>;
  private readonly failures: Counter<'scope'>;
  private readonly lastPass: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.events = new Counter({
      name: 'keyledger_lifecycle_events_total',
      help: 'Events that record what time or disuse has brought about, by type.',
      labelNames: ['event'],
      registers,
    });
    this.failures = new Counter({
      name: 'keyledger_lifecycle_failures_total',
      help: 'Passes that an outage ended (pass), and keys whose event could not be recorded (key).',
      labelNames: ['scope'],
      registers,
    });
    this.lastPass = new Gauge({
      name: 'keyledger_lifecycle_last_pass_timestamp_seconds',
      help: 'When all that was due had last been looked at, as Unix time.',
      registers,
    });
  }

  recorded(event: string): void {
    this.events.inc({ event });
  }

  failed(scope: 'pass' | 'key'): void {
    this.failures.inc({ scope });
  }

  passed(now: number): void {
    this.lastPass.set(now / 1_000);
  }
}
