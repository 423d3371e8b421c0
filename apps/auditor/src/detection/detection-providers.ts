import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { readQuotaUse } from '@keyledger/fleet';
import { CLOCK, type Clock, IDS, type Ids, LOGGER, METRICS, POOL } from '@keyledger/platform';
import { type WatchingParts, watchKeys, watchNetworks } from '@keyledger/read-models';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { REQUEST_EFFECTS, type RequestEffects } from '../request-effects.js';
import { AlertCommands } from './alert-commands.js';
import { AlertRaiser } from './alert-raiser.js';
import { DetectionMetrics } from './detection-metrics.js';
import { DetectionRunner } from './detection-runner.js';
import { KeySweeper } from './key-sweeper.js';

const WATCHING = Symbol('WatchingParts');

/** Between looks for signals that nobody has decided on: how late an alert may be. */
const raisingIntervalMs = 500;
/** Between looks at all keys for what comes with time alone. */
const sweepEveryMs = 15 * 60 * 1_000;
const sweepIntervalMs = 60 * 1_000;

export const detectionProviders = [
  {
    provide: DetectionMetrics,
    inject: [METRICS],
    useFactory: (registry: Registry) => new DetectionMetrics(registry),
  },
  {
    provide: WATCHING,
    inject: [CLOCK, LOGGER, DetectionMetrics],
    useFactory: (clock: Clock, logger: Logger, metrics: DetectionMetrics): WatchingParts => ({
      now: () => clock.now(),
      onSignals: (signals) => metrics.seen(signals),
      onFailure: (error, subject) => {
        metrics.failed('rule');
        logger.error({ err: error, subject }, 'a rule failed; what it looked at is counted all the same');
      },
    }),
  },
  {
    provide: REQUEST_EFFECTS,
    inject: [WATCHING],
    useFactory: (watching: WatchingParts): RequestEffects => ({
      ofRequests: [watchKeys(watching)],
      ofUnknownKeys: watchNetworks(watching),
    }),
  },
  {
    provide: AlertCommands,
    inject: [EVENT_LOG, CLOCK, IDS],
    useFactory: (log: EventLog, clock: Clock, ids: Ids) => new AlertCommands({ log, clock, ids }),
  },
  {
    provide: AlertRaiser,
    inject: [POOL, AlertCommands, CLOCK, DetectionMetrics, LOGGER],
    useFactory: (
      ...[pool, commands, clock, metrics, logger]: [pg.Pool, AlertCommands, Clock, DetectionMetrics, Logger]
    ) => new AlertRaiser({ pool, commands, clock, metrics, logger }),
  },
  {
    provide: DetectionRunner,
    inject: [AlertRaiser, POOL, WATCHING, DetectionMetrics, LOGGER],
    useFactory: (
      ...[raiser, pool, watching, metrics, logger]: [
        AlertRaiser,
        pg.Pool,
        WatchingParts,
        DetectionMetrics,
        Logger,
      ]
    ) => {
      const sweeper = new KeySweeper(pool, { ...watching, readQuotas: readQuotaUse }, metrics, sweepEveryMs);
      const duties = [
        { name: 'alerts', intervalMs: raisingIntervalMs, pass: (signal: AbortSignal) => raiser.pass(signal) },
        {
          name: 'sweep of keys',
          intervalMs: sweepIntervalMs,
          pass: (signal: AbortSignal) => sweeper.pass(signal),
        },
      ];
      return new DetectionRunner(duties, metrics, logger);
    },
  },
];
