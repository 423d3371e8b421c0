import { FleetTable } from '@keyledger/fleet';
import {
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  IDS,
  type Ids,
  LOGGER,
  METRICS,
  POOL,
  backoffMs,
  outageReporter,
  processPlace,
  sleep,
} from '@keyledger/platform';
import { FleetMember, detachedMsMax } from '@keyledger/verification';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { FleetMetrics } from './fleet-metrics.js';

/** How this verifier takes part in confirmed revocations (docs/revocation.md). */
export const fleetProviders = [
  {
    provide: FleetMember,
    inject: [POOL, CLOCK, CONFIG, IDS, LOGGER],
    useFactory: (...[pool, clock, config, ids, logger]: [pg.Pool, Clock, Config, Ids, Logger]): FleetMember =>
      new FleetMember({
        register: new FleetTable(pool),
        name: processPlace(config),
        stalenessMaxMs: config.stalenessMaxMs,
        detachedMsMax,
        newId: () => ids.uuid(),
        clock,
        sleep,
        backoffMs: (attempt) => backoffMs(attempt, Math.random()),
        onError: outageReporter(logger, 'register of verifiers'),
      }),
  },
  {
    provide: FleetMetrics,
    inject: [METRICS, FleetMember],
    useFactory: (registry: Registry, member: FleetMember) => new FleetMetrics(registry, member),
  },
];
