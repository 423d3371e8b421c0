import { POOL } from '@keyledger/platform';
import type pg from 'pg';
import { KeyWriter } from '../keys/key-writer.js';
import { Ledger } from '../ledger/ledger.js';
import { importCommandHandlers } from './import-commands.js';
import { KeyImport } from './key-import.js';

export const importProviders = [
  {
    provide: KeyImport,
    inject: [Ledger, KeyWriter, POOL],
    useFactory: (ledger: Ledger, writer: KeyWriter, pool: pg.Pool) => new KeyImport(ledger, writer, pool),
  },
  ...importCommandHandlers,
];
