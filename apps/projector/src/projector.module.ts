import { BROKER, type Broker } from '@keyledger/broker';
import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import {
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  HEALTH,
  type HealthRegistry,
  LOGGER,
  METRICS,
  POOL,
} from '@keyledger/platform';
import { type LogFollower, ProjectionMetrics } from '@keyledger/read-models';
import { RelayMetrics, alertRelay, keyEventRelay, keyStateRelay } from '@keyledger/relay';
import { Inject, Module } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { lifecycleProviders } from './lifecycle/lifecycle-providers.js';
import { Projector, type ProjectorParts } from './projector.js';
import { Relays } from './relays.js';
import { RESPONDER, responderProvider } from './responses/responder-provider.js';
import { WEBHOOK_FOLLOWER, webhookProviders } from './webhooks/webhook-providers.js';

const PARTS = Symbol('ProjectorParts');

/** Log to read models, log to broker, and what time brings about to the log; expects the process's infrastructure to be there. */
@Module({
  providers: [
    {
      provide: ProjectionMetrics,
      inject: [METRICS, CLOCK],
      useFactory: (registry: Registry, clock: Clock) => new ProjectionMetrics(registry, clock),
    },
    {
      provide: RelayMetrics,
      inject: [METRICS],
      useFactory: (registry: Registry) => new RelayMetrics(registry),
    },
    {
      provide: PARTS,
      inject: [EVENT_LOG, POOL, CLOCK, LOGGER, ProjectionMetrics],
      useFactory: (
        ...[log, pool, clock, logger, metrics]: [EventLog, pg.Pool, Clock, Logger, ProjectionMetrics]
      ): ProjectorParts => ({ log, pool, clock, logger, metrics }),
    },
    {
      provide: Projector,
      inject: [PARTS],
      useFactory: (parts: ProjectorParts) => new Projector(parts),
    },
    responderProvider,
    {
      provide: Relays,
      inject: [PARTS, BROKER, CONFIG, RelayMetrics, RESPONDER, WEBHOOK_FOLLOWER],
      useFactory: (
        ...[parts, broker, config, metrics, responder, webhooks]: [
          ProjectorParts,
          Broker,
          Config,
          RelayMetrics,
          LogFollower,
          LogFollower,
        ]
      ) => {
        const { keyStateForgetAfterMs: forgetAfterMs } = config;
        const relays = [
          keyEventRelay({ broker, metrics }),
          alertRelay({ broker, metrics }),
          keyStateRelay({ ...parts, broker, metrics, forgetAfterMs }),
          responder,
          webhooks,
        ];
        return new Relays({ ...parts, relays });
      },
    },
    ...webhookProviders,
    ...lifecycleProviders,
  ],
  exports: [Projector],
})
export class ProjectorModule {
  constructor(@Inject(HEALTH) health: HealthRegistry, projector: Projector, relays: Relays) {
    health.register({ name: 'projections', check: () => projector.readiness() });
    health.register({ name: 'key events', check: () => relays.readiness() });
  }
}
