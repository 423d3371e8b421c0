import type { BufferedPublisher } from '@keyledger/broker';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Everything is read off when metrics are asked for; the request path knows nothing of it. */
export function measureRecording(registry: Registry, publisher: BufferedPublisher): void {
  const registers = [registry];
  new Counter({
    name: 'keyledger_request_events_dropped_total',
    help: 'Request events that were never published, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(publisher.dropped)) this.inc({ reason }, count);
    },
  });
  new Gauge({
    name: 'keyledger_request_events_waiting',
    help: 'Request events that wait for the broker.',
    registers,
    collect() {
      this.set(publisher.waiting);
    },
  });
}
