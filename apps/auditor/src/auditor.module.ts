import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { CLOCK, type Clock, HEALTH, type HealthRegistry, LOGGER, METRICS, POOL } from '@keyledger/platform';
import { Inject, Module } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { AuditorMonitor } from './auditor-monitor.js';
import { detectionProviders } from './detection/detection-providers.js';
import { KeyRegister } from './key-register.js';
import { ProducerCleanup } from './producer-cleanup.js';
import { RequestReader } from './request-reader.js';
import { RequestsController } from './requests.controller.js';

/**
 * Request events to last used and counts. Expects the process's infrastructure to be there, and `auditorMicroservice` to
 * be connected: until it delivers, the process is not ready.
 */
@Module({
  controllers: [RequestsController],
  providers: [
    ...detectionProviders,
    {
      provide: AuditorMonitor,
      inject: [METRICS],
      useFactory: (registry: Registry) => AuditorMonitor.of(registry),
    },
    {
      provide: KeyRegister,
      inject: [POOL, EVENT_LOG],
      useFactory: (pool: pg.Pool, log: EventLog) => new KeyRegister(pool, log),
    },
    {
      provide: RequestReader,
      inject: [KeyRegister, CLOCK],
      useFactory: (keys: KeyRegister, clock: Clock) => new RequestReader(keys, clock),
    },
    {
      provide: ProducerCleanup,
      inject: [POOL, LOGGER],
      useFactory: (pool: pg.Pool, logger: Logger) => new ProducerCleanup(pool, logger),
    },
  ],
})
export class AuditorModule {
  constructor(@Inject(HEALTH) health: HealthRegistry, monitor: AuditorMonitor) {
    health.register({ name: 'auditor', check: () => monitor.readiness() });
  }
}
