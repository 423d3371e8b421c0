import { LocalFleetTable } from '@keyledger/fleet';
import { POOL } from '@keyledger/platform';
import { RequestRecorder } from '@keyledger/recording';
import { LiveIndex } from '@keyledger/verification';
import type { Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type pg from 'pg';
import { CallerAuthentication } from './caller-authentication.js';
import { LocalRequestsEndpoint } from './local-requests-endpoint.js';
import { LocalVerifierEndpoint } from './local-verifier-endpoint.js';
import { LocalRoutes } from './local-routes.js';
import { Overload } from './overload.js';

/** What this verifier does for those in customers' processes beside feeding them. */
export const localVerifierProviders: readonly Provider[] = [
  {
    provide: LocalVerifierEndpoint,
    inject: [LiveIndex, CallerAuthentication, POOL, Overload],
    useFactory: (live: LiveIndex, callers: CallerAuthentication, pool: pg.Pool, overload: Overload) =>
      new LocalVerifierEndpoint({ live, callers, overload, table: new LocalFleetTable(pool) }),
  },
  {
    provide: LocalRequestsEndpoint,
    inject: [LiveIndex, CallerAuthentication, RequestRecorder, Overload],
    useFactory: (
      ...[live, callers, recorder, overload]: [LiveIndex, CallerAuthentication, RequestRecorder, Overload]
    ) => new LocalRequestsEndpoint({ live, callers, recorder, overload }),
  },
  {
    provide: LocalRoutes,
    inject: [HttpAdapterHost, LocalVerifierEndpoint, LocalRequestsEndpoint],
    useFactory: (
      ...[adapterHost, localVerifiers, requests]: [
        HttpAdapterHost,
        LocalVerifierEndpoint,
        LocalRequestsEndpoint,
      ]
    ) => new LocalRoutes(adapterHost, localVerifiers, requests),
  },
];
