import { LimitTable } from '@keyledger/fleet';
import { CLOCK, type Clock, LOGGER, METRICS, POOL, outageReporter, sleep } from '@keyledger/platform';
import { KeyLimiter } from '@keyledger/verification';
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { LimitKeeper } from './limit-keeper.js';
import { LimitMetrics } from './limit-metrics.js';

/** What keeps keys to their limits. */
export const limitProviders: readonly Provider[] = [
  { provide: LimitTable, inject: [POOL], useFactory: (pool: pg.Pool) => new LimitTable(pool) },
  {
    provide: KeyLimiter,
    inject: [LimitTable, CLOCK, LOGGER],
    useFactory: (owner: LimitTable, clock: Clock, logger: Logger) =>
      new KeyLimiter({
        owner,
        monotonicMs: () => clock.monotonicMs(),
        sleep,
        onError: outageReporter(logger, 'limits of keys'),
      }),
  },
  {
    provide: LimitKeeper,
    inject: [KeyLimiter, LimitTable, LOGGER],
    useFactory: (limiter: KeyLimiter, table: LimitTable, logger: Logger) =>
      new LimitKeeper(limiter, table, outageReporter(logger, 'forgetting counters of limits')),
  },
  {
    provide: LimitMetrics,
    inject: [METRICS, KeyLimiter],
    useFactory: (registry: Registry, limiter: KeyLimiter) => new LimitMetrics(registry, limiter),
  },
];
