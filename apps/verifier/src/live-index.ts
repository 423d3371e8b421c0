import { digestOf } from '@keyledger/composition';
import { type Clock, backoffMs, outageReporter, sleep } from '@keyledger/platform';
import { LiveIndex, type LiveSource } from '@keyledger/verification';
import type { Logger } from 'pino';

export interface LiveIndexParts {
  readonly source: LiveSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stalenessMaxMs: number;
}

/** The index of every key, on real time. */
export function createLiveIndex({ source, clock, logger, stalenessMaxMs }: LiveIndexParts): LiveIndex {
  return new LiveIndex({
    source,
    clock,
    sleep,
    backoffMs: (attempt) => backoffMs(attempt, Math.random()),
    digestOf,
    stalenessMaxMs,
    onError: outageReporter(logger, 'verification index'),
  });
}
