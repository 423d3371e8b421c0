import { POOL } from '@keyledger/platform';
import { LiveScopesQuery } from '@keyledger/read-models';
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import { BodyTypes } from '../http/body-types.js';
import { ReadModelGate } from '../http/read-model-gate.js';
import { Ledger } from '../ledger/ledger.js';
import { catalogueCommandHandlers } from './catalogue-commands.js';
import { CatalogueReader, catalogueQueryHandlers } from './catalogue-queries.js';
import { CatalogueWriter } from './catalogue-writer.js';
import { KeysEffects } from './keys-effects.js';
import { YamlParser } from './yaml-parser.js';

/** What serves the operation catalogues of accounts. */
export const catalogueProviders: readonly Provider[] = [
  {
    provide: CatalogueWriter,
    inject: [Ledger, ReadModelGate, POOL],
    useFactory: (ledger: Ledger, gate: ReadModelGate, pool: pg.Pool) =>
      new CatalogueWriter(ledger, gate, new KeysEffects(new LiveScopesQuery(pool))),
  },
  {
    provide: CatalogueReader,
    inject: [Ledger],
    useFactory: (ledger: Ledger) => new CatalogueReader(ledger),
  },
  { provide: YamlParser, useFactory: () => new YamlParser() },
  BodyTypes,
  ...catalogueCommandHandlers,
  ...catalogueQueryHandlers,
];
