import { KeyDirectoryQuery, KeyUseQuery } from '@keyledger/read-models';
import { CLOCK, type Clock } from '@keyledger/platform';
import { DataSource } from 'typeorm';
import { ReadModelGate } from '../http/read-model-gate.js';
import { KeyWriter } from '../keys/key-writer.js';
import { Ledger } from '../ledger/ledger.js';
import { UsageReader } from '../usage/usage-reader.js';
import { FindingCounts } from './finding-counts.js';
import { KeyReview, reviewQueryHandlers } from './key-review.js';
import { KeyScan } from './key-scan.js';
import { ReviewApplying, reviewCommandHandlers } from './review-applying.js';

export const reviewProviders = [
  {
    provide: KeyScan,
    inject: [DataSource, CLOCK, UsageReader],
    useFactory: (dataSource: DataSource, clock: Clock, uses: UsageReader) =>
      new KeyScan(new KeyDirectoryQuery(dataSource, clock), uses, new KeyUseQuery(dataSource)),
  },
  {
    provide: FindingCounts,
    inject: [DataSource, CLOCK],
    useFactory: (dataSource: DataSource, clock: Clock) =>
      new FindingCounts(new KeyDirectoryQuery(dataSource, clock), new KeyUseQuery(dataSource)),
  },
  {
    provide: KeyReview,
    inject: [Ledger, ReadModelGate, KeyScan, FindingCounts],
    useFactory: (ledger: Ledger, gate: ReadModelGate, scan: KeyScan, counts: FindingCounts) =>
      new KeyReview(ledger, gate, scan, counts),
  },
  {
    provide: ReviewApplying,
    inject: [Ledger, KeyWriter, UsageReader, DataSource],
    useFactory: (ledger: Ledger, writer: KeyWriter, uses: UsageReader, dataSource: DataSource) =>
      new ReviewApplying(ledger, writer, uses, new KeyUseQuery(dataSource)),
  },
  ...reviewQueryHandlers,
  ...reviewCommandHandlers,
];
