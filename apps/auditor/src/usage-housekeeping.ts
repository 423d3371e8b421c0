import { requestsTopic } from '@keyledger/contracts';
import { sleep } from '@keyledger/platform';
import { forgetSilentProducers, tidyUsage } from '@keyledger/read-models';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';

/** Often enough that nothing is kept much past its time. */
const intervalMs = 60 * 60 * 1_000;
/** Not all auditors at once, when all are started at once. */
const firstMsMax = 60 * 1_000;
/**
 * So that nothing of a forgotten producer can come again: requests lie in a spool for as long as the topic keeps a message at
 * most, then in the topic, and as long again is for whatever is late.
 */
const silenceMs = 3 * requestsTopic.retentionMs;

export interface UsageHousekeepingParts {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  readonly clock: { now(): number };
}

/** Drops what is past its time and makes room for what comes. Any number of auditors may do so. */
export class UsageHousekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private done: Promise<void> = Promise.resolve();

  constructor(private readonly parts: UsageHousekeepingParts) {}

  onApplicationBootstrap(): void {
    this.done = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private async run(): Promise<void> {
    const { pool, logger, clock } = this.parts;
    const { signal } = this.stopping;
    await sleep(firstMsMax * Math.random(), signal);
    while (!signal.aborted) {
      try {
        await tidyUsage(pool, clock.now());
        await forgetSilentProducers(pool, silenceMs);
      } catch (error) {
        logger.warn({ err: error }, 'usage could not be tidied, next try in an hour');
      }
      await sleep(intervalMs, signal);
    }
  }
}
