import { BROKER, type Broker, BufferedPublisher, isOutage } from '@keyledger/broker';
import { createLiveIndex, verificationSource } from '@keyledger/composition';
import { requestsTopic } from '@keyledger/contracts';
import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { FleetMember } from '@keyledger/fleet';
import {
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  HEALTH,
  type HealthRegistry,
  IDS,
  type Ids,
  LOGGER,
  METRICS,
  POOL,
  outageReporter,
  publicUrlOf,
} from '@keyledger/platform';
import { LiveIndex } from '@keyledger/verification';
import { Inject, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { fleetProviders } from './fleet-providers.js';
import { IndexFollower } from './index-follower.js';
import { Overload } from './overload.js';
import { questionProviders } from './question-providers.js';
import { RequestRecorder } from './request-recorder.js';
import { VerdictCounts } from './verdict-counts.js';
import { VerifierMetrics } from './verifier-metrics.js';
import { AuthorizeEndpoint } from './authorize-endpoint.js';
import { GatewayCheck } from './authorize-gateway.js';
import type { AuthorizeRouteParts } from './authorize-route.js';
import { BatchEndpoint } from './batch-endpoint.js';
import { IntrospectEndpoint } from './introspect-endpoint.js';
import { StreamEndpoint } from './stream-endpoint.js';
import { streamProvider } from './stream-provider.js';
import { VerifierRoutes } from './verifier-routes.js';
import { VerifyEndpoint } from './verify-endpoint.js';

const AUTHORIZE_ROUTE = Symbol('AUTHORIZE_ROUTE');

/** The data plane: verdicts from an index in memory. Expects the process's infrastructure to be there. */
@Module({
  providers: [
    VerdictCounts,
    ...fleetProviders,
    ...questionProviders,
    {
      provide: LiveIndex,
      inject: [EVENT_LOG, POOL, CLOCK, LOGGER, CONFIG, FleetMember],
      useFactory: (
        ...[eventLog, pool, clock, logger, config, membership]: [
          EventLog,
          pg.Pool,
          Clock,
          Logger,
          Config,
          FleetMember,
        ]
      ): LiveIndex => {
        const { stalenessMaxMs } = config;
        const source = verificationSource(eventLog, pool);
        const what = 'verification index';
        return createLiveIndex({ what, source, clock, logger, stalenessMaxMs, membership });
      },
    },
    {
      provide: IndexFollower,
      inject: [LiveIndex, FleetMember],
      useFactory: (live: LiveIndex, member: FleetMember) => new IndexFollower(live, member),
    },
    {
      provide: BufferedPublisher,
      inject: [BROKER, LOGGER],
      useFactory: (broker: Broker, logger: Logger): BufferedPublisher =>
        new BufferedPublisher({
          broker,
          topic: requestsTopic.name,
          onError: outageReporter(logger, 'request events', { isOutage }),
        }),
    },
    {
      provide: RequestRecorder,
      inject: [BROKER, BufferedPublisher, IDS, CLOCK],
      useFactory: (broker: Broker, publisher: BufferedPublisher, ids: Ids, clock: Clock) =>
        new RequestRecorder({ broker, publisher, producer: ids.uuid(), clock }),
    },
    {
      provide: VerifierMetrics,
      inject: [METRICS, LiveIndex, VerdictCounts, BufferedPublisher, Overload],
      useFactory: (
        ...[registry, live, counts, publisher, overload]: [
          Registry,
          LiveIndex,
          VerdictCounts,
          BufferedPublisher,
          Overload,
        ]
      ) => new VerifierMetrics(registry, { live, counts, publisher, overload }),
    },
    {
      provide: AuthorizeEndpoint,
      inject: [LiveIndex, RequestRecorder, VerdictCounts, Overload, LOGGER],
      useFactory: (
        ...[live, recorder, counts, overload, logger]: [
          LiveIndex,
          RequestRecorder,
          VerdictCounts,
          Overload,
          Logger,
        ]
      ) => {
        const onError = (error: unknown): void => logger.error({ err: error }, 'authorize failed');
        return new AuthorizeEndpoint({ live, recorder, counts, overload, onError });
      },
    },
    {
      provide: AUTHORIZE_ROUTE,
      inject: [AuthorizeEndpoint, CONFIG, HttpAdapterHost],
      useFactory: (
        endpoint: AuthorizeEndpoint,
        { gatewaySecret, publicUrl }: Config,
        { httpAdapter }: HttpAdapterHost,
      ): AuthorizeRouteParts => ({
        endpoint,
        gateways: new GatewayCheck(gatewaySecret),
        absoluteUrl: (path) => publicUrlOf(publicUrl, httpAdapter.getInstance<FastifyInstance>()) + path,
      }),
    },
    streamProvider,
    {
      provide: VerifierRoutes,
      inject: [
        HttpAdapterHost,
        VerifyEndpoint,
        BatchEndpoint,
        IntrospectEndpoint,
        AUTHORIZE_ROUTE,
        StreamEndpoint,
      ],
      useFactory: (
        ...[adapterHost, verify, batch, introspect, authorize, stream]: [
          HttpAdapterHost,
          VerifyEndpoint,
          BatchEndpoint,
          IntrospectEndpoint,
          AuthorizeRouteParts,
          StreamEndpoint,
        ]
      ) => new VerifierRoutes(adapterHost, { verify, batch, introspect, authorize, stream }),
    },
  ],
  exports: [LiveIndex],
})
export class VerifierModule {
  constructor(@Inject(HEALTH) health: HealthRegistry, follower: IndexFollower) {
    health.register({ name: 'verification-index', check: () => follower.readiness() });
  }
}
