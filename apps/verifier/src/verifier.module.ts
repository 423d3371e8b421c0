import { createLiveIndex, verificationSource } from '@keyledger/composition';
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
  publicUrlOf,
} from '@keyledger/platform';
import { RecordingModule, RequestRecorder } from '@keyledger/recording';
import { FleetMember, KeyLimiter, LiveIndex } from '@keyledger/verification';
import { Inject, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { fleetProviders } from './fleet-providers.js';
import { IndexFollower } from './index-follower.js';
import { Overload } from './overload.js';
import { limitProviders } from './limit-providers.js';
import { questionProviders } from './question-providers.js';
import { VerdictCounts } from './verdict-counts.js';
import { VerifierMetrics } from './verifier-metrics.js';
import { AuthorizeEndpoint } from './authorize-endpoint.js';
import { GatewayCheck } from './authorize-gateway.js';
import type { AuthorizeRouteParts } from './authorize-route.js';
import { BatchEndpoint } from './batch-endpoint.js';
import { IntrospectEndpoint } from './introspect-endpoint.js';
import { localVerifierProviders } from './local-verifier-providers.js';
import { StreamEndpoint } from './stream-endpoint.js';
import { streamProvider } from './stream-provider.js';
import { VerifierRoutes } from './verifier-routes.js';
import { VerifyEndpoint } from './verify-endpoint.js';

const AUTHORIZE_ROUTE = Symbol('AUTHORIZE_ROUTE');

/** The data plane: verdicts from an index in memory. Expects the process's infrastructure to be there. */
@Module({
  imports: [RecordingModule],
  providers: [
    VerdictCounts,
    ...fleetProviders,
    ...limitProviders,
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
      provide: VerifierMetrics,
      inject: [METRICS, LiveIndex, VerdictCounts, Overload],
      useFactory: (registry: Registry, live: LiveIndex, counts: VerdictCounts, overload: Overload) =>
        new VerifierMetrics(registry, { live, counts, overload }),
    },
    {
      provide: AuthorizeEndpoint,
      inject: [LiveIndex, KeyLimiter, RequestRecorder, VerdictCounts, Overload, CLOCK, LOGGER],
      useFactory: (
        ...[live, limiter, recorder, counts, overload, clock, logger]: [
          LiveIndex,
          KeyLimiter,
          RequestRecorder,
          VerdictCounts,
          Overload,
          Clock,
          Logger,
        ]
      ) => {
        const onError = (error: unknown): void => logger.error({ err: error }, 'authorize failed');
        return new AuthorizeEndpoint({ live, limiter, recorder, counts, overload, clock, onError });
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
    ...localVerifierProviders,
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
