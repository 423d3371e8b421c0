import { LocalFleetTable } from '@keyledger/fleet';
import { POOL } from '@keyledger/platform';
import { LiveIndex } from '@keyledger/verification';
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import { CallerAuthentication } from './caller-authentication.js';
import { LocalVerifierEndpoint } from './local-verifier-endpoint.js';
import { Overload } from './overload.js';

/** What this verifier does for those in customers' processes beside feeding them. */
export const localVerifierProviders: readonly Provider[] = [
  {
    provide: LocalVerifierEndpoint,
    inject: [LiveIndex, CallerAuthentication, POOL, Overload],
    useFactory: (live: LiveIndex, callers: CallerAuthentication, pool: pg.Pool, overload: Overload) =>
      new LocalVerifierEndpoint({ live, callers, overload, table: new LocalFleetTable(pool) }),
  },
];
