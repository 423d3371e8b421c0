import { verificationSource } from '@keyledger/composition';
import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { POOL } from '@keyledger/platform';
import { LiveIndex } from '@keyledger/verification';
import type { FactoryProvider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { CallerAuthentication } from './caller-authentication.js';
import { StreamEndpoint } from './stream-endpoint.js';

export const streamProvider: FactoryProvider<StreamEndpoint> = {
  provide: StreamEndpoint,
  inject: [LiveIndex, CallerAuthentication, EVENT_LOG, POOL, HttpAdapterHost],
  useFactory: (
    ...[live, callers, eventLog, pool, { httpAdapter }]: [
      LiveIndex,
      CallerAuthentication,
      EventLog,
      pg.Pool,
      HttpAdapterHost,
    ]
  ) => {
    const { server } = httpAdapter.getInstance<FastifyInstance>();
    return new StreamEndpoint({
      ...{ live, callers, isStopping: () => !server.listening },
      sourceOf: (accountId) => verificationSource(eventLog, pool, accountId === null ? {} : { accountId }),
    });
  },
};
