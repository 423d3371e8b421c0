import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
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
} from '@keyledger/platform';
import { DueKeys } from '@keyledger/read-models';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { KeyLifecycle } from './key-lifecycle.js';
import { LifecycleCommands } from './lifecycle-commands.js';
import { LifecycleMetrics } from './lifecycle-metrics.js';
import { LifecycleRunner } from './lifecycle-runner.js';

export const lifecycleProviders = [
  {
    provide: LifecycleMetrics,
    inject: [METRICS],
    useFactory: (registry: Registry) => new LifecycleMetrics(registry),
  },
  {
    provide: LifecycleCommands,
    inject: [EVENT_LOG, CLOCK, IDS],
    useFactory: (log: EventLog, clock: Clock, ids: Ids) => new LifecycleCommands({ log, clock, ids }),
  },
  {
    provide: LifecycleRunner,
    inject: [LifecycleCommands, POOL, CLOCK, CONFIG, LOGGER, LifecycleMetrics],
    useFactory: (
      ...[commands, pool, clock, config, logger, metrics]: [
        LifecycleCommands,
        pg.Pool,
        Clock,
        Config,
        Logger,
        LifecycleMetrics,
      ]
    ) => {
      const { expiryReminderDays: reminderDays, lifecycleIntervalMs: intervalMs } = config;
      const due = new DueKeys(pool);
      const lifecycle = new KeyLifecycle({ due, commands, clock, metrics, logger, reminderDays });
      return new LifecycleRunner({ lifecycle, metrics, logger, intervalMs });
    },
  },
];
