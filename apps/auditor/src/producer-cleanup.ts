import { requestsTopic } from '@keyledger/contracts';
import { sleep } from '@keyledger/platform';
import { forgetSilentProducers } from '@keyledger/read-models';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';

const intervalMs = 60 * 60 * 1_000;
/** Twice as long as the topic keeps a message, so that nothing of a forgotten producer can come again. */
const silenceMs = 2 * requestsTopic.retentionMs;

/** Keeps the table of producers from growing with every start of a verifier. */
export class ProducerCleanup implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private done: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.done = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(intervalMs * Math.random(), signal);
    while (!signal.aborted) {
      try {
        await forgetSilentProducers(this.pool, silenceMs);
      } catch (error) {
        this.logger.warn({ err: error }, 'silent producers could not be forgotten, next try in an hour');
      }
      await sleep(intervalMs, signal);
    }
  }
}
