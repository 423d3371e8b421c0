import { CLOCK, type Clock, POOL } from '@keyledger/platform';
import { KeyDirectoryQuery } from '@keyledger/read-models';
import { RequestRecorder } from '@keyledger/recording';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { ReadModelGate } from '../http/read-model-gate.js';
import { Ledger } from '../ledger/ledger.js';
import { GatewayCallers } from './gateway-callers.js';
import { GatewayKeys } from './gateway-keys.js';
import { KeysByValue } from './keys-by-value.js';

export const gatewayProviders = [
  {
    provide: KeysByValue,
    inject: [POOL, Ledger, ReadModelGate],
    useFactory: (pool: pg.Pool, ledger: Ledger, gate: ReadModelGate) => new KeysByValue(pool, ledger, gate),
  },
  {
    provide: GatewayCallers,
    inject: [KeysByValue, RequestRecorder],
    useFactory: (keys: KeysByValue, requests: RequestRecorder) => new GatewayCallers(keys, requests),
  },
  {
    provide: GatewayKeys,
    inject: [Ledger, DataSource, CLOCK, KeysByValue, ReadModelGate],
    useFactory: (
      ...[ledger, dataSource, clock, byValue, gate]: [Ledger, DataSource, Clock, KeysByValue, ReadModelGate]
    ) => new GatewayKeys({ ledger, directory: new KeyDirectoryQuery(dataSource, clock), byValue, gate }),
  },
];
