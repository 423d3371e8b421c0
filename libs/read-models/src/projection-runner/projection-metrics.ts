import type { Clock } from '@keyledger/platform';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const batchSizeBuckets = [1, 5, 20, 100, 500, 2_000, 10_000, 50_000];

/** What went wrong: an outage passes by itself, a failure needs people. */
export type ProjectionTrouble = 'outage' | 'failure';

/** Metrics of all projections of a process; one per registry. */
export class ProjectionMetrics {
  private readonly position: Gauge<'projection'>;
  private readonly active: Gauge<'projection'>;
  private readonly batchEvents: Histogram<'projection'>;
  private readonly events: Counter<'projection'>;
  private readonly troubles: Counter<'projection' | 'kind'>;
  /** By projection: when the rows were last known to be complete, epoch ms; null: they are right now. */
  private readonly completeAsOf = new Map<string, number | null>();

  constructor(
    registry: Registry,
    private readonly clock: Clock,
  ) {
    const registers = [registry];
    const labelNames = ['projection'] as const;
    this.position = new Gauge({
      name: 'keyledger_projection_position',
      help: 'Log position up to which the read model has applied every event.',
      labelNames,
      registers,
    });
    this.active = new Gauge({
      name: 'keyledger_projection_active',
      help: '1 where this process applies the projection, 0 where it stands by for another that does.',
      labelNames,
      registers,
    });
    this.batchEvents = new Histogram({
      name: 'keyledger_projection_batch_events',
      help: 'Events applied in one transaction.',
      labelNames,
      buckets: batchSizeBuckets,
      registers,
    });
    this.events = new Counter({
      name: 'keyledger_projection_events_total',
      help: 'Events applied by this process.',
      labelNames,
      registers,
    });
    this.troubles = new Counter({
      name: 'keyledger_projection_troubles_total',
      help: 'Interruptions by kind: outage (passes by itself) or failure (an event or a log that cannot be applied).',
      labelNames: ['projection', 'kind'] as const,
      registers,
    });
    this.registerLag(registry);
  }

  /** Computed when asked, so that it grows while nothing moves. Absent while another process applies. */
  private registerLag(registry: Registry): void {
    const { completeAsOf, clock } = this;
    new Gauge({
      name: 'keyledger_projection_lag_seconds',
      help: 'Age of the oldest event that may be missing from the read model; 0 while it has them all.',
      labelNames: ['projection'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [projection, since] of completeAsOf) {
          this.set({ projection }, since === null ? 0 : Math.max(0, clock.now() - since) / 1000);
        }
      },
    });
  }

  standingBy(projection: string): void {
    this.active.set({ projection }, 0);
    this.position.remove({ projection });
    this.completeAsOf.delete(projection);
  }

  started(projection: string, position: bigint): void {
    this.active.set({ projection }, 1);
    this.setPosition(projection, position);
    this.markBehind(projection, this.clock.now());
  }

  /** A batch whose first event happened at `oldestMs` is about to be applied. */
  batchInHand(projection: string, oldestMs: number): void {
    this.completeAsOf.set(projection, oldestMs);
  }

  /** `newestMs`: when the last event of the batch happened. */
  batchApplied(projection: string, batch: { position: bigint; events: number; newestMs: number }): void {
    this.batchEvents.observe({ projection }, batch.events);
    this.events.inc({ projection }, batch.events);
    this.setPosition(projection, batch.position);
    this.completeAsOf.set(projection, batch.newestMs);
  }

  caughtUp(projection: string): void {
    this.completeAsOf.set(projection, null);
  }

  interrupted(projection: string, kind: ProjectionTrouble): void {
    this.troubles.inc({ projection, kind });
    this.markBehind(projection, this.clock.now());
  }

  /** Keeps an older mark: what was missing then is missing still. */
  private markBehind(projection: string, atMs: number): void {
    if (typeof this.completeAsOf.get(projection) !== 'number') this.completeAsOf.set(projection, atMs);
  }

  /** Prometheus knows doubles only: exact up to 2^53. */
  private setPosition(projection: string, position: bigint): void {
    this.position.set({ projection }, Number(position));
  }
}
