import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { CLOCK, type Clock, HEALTH, type HealthRegistry, LOGGER, METRICS, POOL } from '@keyledger/platform';
import { ProjectionMetrics } from '@keyledger/read-models';
import { Inject, Module } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { Projector } from './projector.js';

/** Log to read models; expects the process's infrastructure to be there. */
@Module({
  providers: [
    {
      provide: ProjectionMetrics,
      inject: [METRICS, CLOCK],
      useFactory: (registry: Registry, clock: Clock) => new ProjectionMetrics(registry, clock),
    },
    {
      provide: Projector,
      inject: [EVENT_LOG, POOL, CLOCK, LOGGER, ProjectionMetrics],
      useFactory: (
        ...[log, pool, clock, logger, metrics]: [EventLog, pg.Pool, Clock, Logger, ProjectionMetrics]
      ) => new Projector({ log, pool, clock, logger, metrics }),
    },
  ],
  exports: [Projector],
})
export class ProjectorModule {
  constructor(@Inject(HEALTH) health: HealthRegistry, projector: Projector) {
    health.register({ name: 'projections', check: () => projector.readiness() });
  }
}
