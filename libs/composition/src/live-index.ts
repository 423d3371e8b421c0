import { type Clock, backoffMs, outageReporter, sleep } from '@keyledger/platform';
import {
  LiveIndex,
  type LiveSource,
  type Membership,
  type VerificationIndexOptions,
} from '@keyledger/verification';
import type { Logger } from 'pino';
import { compactHeapAfterLoading } from './compact-heap.js';
import { digestOf } from './verification-source.js';

export interface LiveIndexParts extends VerificationIndexOptions {
  /** In the log, what is affected when the index cannot follow. */
  readonly what: string;
  readonly source: LiveSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stalenessMaxMs: number;
  /** Default: nobody waits for this index. */
  readonly membership?: Membership;
}

/** A live index on real time. */
export function createLiveIndex({ what, logger, ...parts }: LiveIndexParts): LiveIndex {
  return new LiveIndex({
    ...parts,
    sleep,
    backoffMs: (attempt) => backoffMs(attempt, Math.random()),
    digestOf,
    onLoaded: compactHeapAfterLoading,
    onError: outageReporter(logger, what),
  });
}
