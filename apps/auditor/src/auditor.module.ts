import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { CLOCK, type Clock, HEALTH, type HealthRegistry, LOGGER, METRICS, POOL } from '@keyledger/platform';
import { Inject, Module } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { AuditorMonitor } from './auditor-monitor.js';
import { detectionProviders } from './detection/detection-providers.js';
import { KeptAddresses } from './kept-addresses.js';
import { KeyRegister } from './key-register.js';
import { RequestReader } from './request-reader.js';
import { RequestsController } from './requests.controller.js';
import { UsageHousekeeping } from './usage-housekeeping.js';

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
      inject: [KeyRegister, KeptAddresses, CLOCK],
      useFactory: (keys: KeyRegister, addresses: KeptAddresses, clock: Clock) =>
        new RequestReader(keys, addresses, clock),
    },
    {
      provide: KeptAddresses,
      inject: [EVENT_LOG, CLOCK],
      useFactory: (log: EventLog, clock: Clock) => new KeptAddresses(log, clock),
    },
    {
      provide: UsageHousekeeping,
      inject: [POOL, LOGGER, CLOCK],
      useFactory: (pool: pg.Pool, logger: Logger, clock: Clock) =>
        new UsageHousekeeping({ pool, logger, clock }),
    },
  ],
})
export class AuditorModule {
  constructor(@Inject(HEALTH) health: HealthRegistry, monitor: AuditorMonitor) {
    health.register({ name: 'auditor', check: () => monitor.readiness() });
  }
}
