import { AlertsQuery } from '@keyledger/read-models';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReadModelGate } from '../http/read-model-gate.js';
import { Ledger } from '../ledger/ledger.js';
import { alertCommandHandlers } from './alert-commands.js';
import { AlertReader, alertQueryHandlers } from './alert-queries.js';

/** What serves alerts, mutes and policies of accounts. */
export const alertProviders: readonly Provider[] = [
  {
    provide: AlertReader,
    inject: [DataSource, Ledger, ReadModelGate],
    useFactory: (dataSource: DataSource, ledger: Ledger, gate: ReadModelGate) =>
      new AlertReader(new AlertsQuery(dataSource), ledger, gate),
  },
  ...alertCommandHandlers,
  ...alertQueryHandlers,
];
