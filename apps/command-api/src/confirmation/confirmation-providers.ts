import type { Server } from 'node:http';
import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { ConfirmationDesk, FleetTable } from '@keyledger/fleet';
import {
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  LOGGER,
  METRICS,
  POOL,
  outageReporter,
  sleep,
} from '@keyledger/platform';
import type { Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { ConfirmationInterceptor } from './confirmation-interceptor.js';
import { ConfirmationMetrics } from './confirmation-metrics.js';
import { Confirmations } from './confirmations.js';
import { FleetListener } from './fleet-listener.js';
import { RevocationStreams } from './revocation-streams.js';
import { fleetQueryHandlers } from './fleet-queries.js';
import { StaleChoices } from './stale-choices.js';

const part = 'register of verifiers';

/** What tells how far changes have come (docs/revocation.md). */
export const confirmationProviders: readonly Provider[] = [
  {
    provide: FleetTable,
    inject: [POOL],
    useFactory: (pool: pg.Pool) => new FleetTable(pool),
  },
  {
    provide: ConfirmationDesk,
    inject: [FleetTable, CLOCK, LOGGER, HttpAdapterHost],
    useFactory: (table: FleetTable, clock: Clock, logger: Logger, { httpAdapter }: HttpAdapterHost) => {
      const server = httpAdapter.getHttpServer() as Server;
      return new ConfirmationDesk({
        view: table,
        monotonicMs: () => clock.monotonicMs(),
        sleep,
        isClosing: () => !server.listening,
        onError: outageReporter(logger, part),
      });
    },
  },
  {
    provide: FleetListener,
    inject: [CONFIG, ConfirmationDesk, RevocationStreams, LOGGER],
    useFactory: (
      ...[{ databaseUrl }, desk, streams, logger]: [Config, ConfirmationDesk, RevocationStreams, Logger]
    ) => new FleetListener(databaseUrl ?? '', [desk, streams], outageReporter(logger, part)),
  },
  {
    provide: RevocationStreams,
    inject: [Confirmations, CLOCK, HttpAdapterHost],
    useFactory: (confirmations: Confirmations, clock: Clock, { httpAdapter }: HttpAdapterHost) => {
      const server = httpAdapter.getHttpServer() as Server;
      return new RevocationStreams({
        revocation: (position) => confirmations.revocation(position),
        clock,
        isClosing: () => !server.listening,
      });
    },
  },
  {
    provide: Confirmations,
    inject: [ConfirmationDesk, FleetTable, CLOCK, METRICS, LOGGER, EVENT_LOG],
    useFactory: (
      ...[desk, table, clock, registry, logger, eventLog]: [
        ConfirmationDesk,
        FleetTable,
        Clock,
        Registry,
        Logger,
        EventLog,
      ]
    ) => {
      const metrics = new ConfirmationMetrics(registry, () => desk.waiting);
      const staleChoices = new StaleChoices(eventLog);
      return new Confirmations({
        desk,
        table,
        clock,
        staleChoices,
        metrics,
        onError: outageReporter(logger, part),
      });
    },
  },
  ConfirmationInterceptor,
  ...fleetQueryHandlers,
];
