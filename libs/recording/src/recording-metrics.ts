import { Counter, Gauge, type Registry } from 'prom-client';
import type { Outbox } from './outbox.js';

type MeasuredOutbox = Pick<Outbox, 'dropped' | 'waiting' | 'bytes' | 'oldestAgeMs' | 'isDurable'>;

/** Everything is read off when metrics are asked for; the request path knows nothing of it. */
export function measureRecording(registry: Registry, outbox: MeasuredOutbox): void {
  new Counter({
    name: 'keyledger_request_events_dropped_total',
    help: 'Recorded requests that will never be counted, by reason.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(outbox.dropped.byReason)) this.inc({ reason }, count);
    },
  });
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  };
  gauge(
    'keyledger_request_events_waiting',
    'Recorded requests that wait for the broker.',
    () => outbox.waiting,
  );
  gauge(
    'keyledger_request_events_oldest_seconds',
    'Age of the recorded request that is to be published next.',
    () => outbox.oldestAgeMs / 1_000,
  );
  gauge(
    'keyledger_request_spool_bytes',
    'Size of the files that hold recorded requests, those of processes that have died included.',
    () => outbox.bytes,
  );
  gauge('keyledger_request_spool_durable', '1: recorded requests are on disk; 0: in memory alone.', () =>
    outbox.isDurable ? 1 : 0,
  );
}
