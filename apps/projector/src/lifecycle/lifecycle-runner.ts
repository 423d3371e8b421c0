import { outageReporter, sleep } from '@keyledger/platform';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import type { KeyLifecycle } from './key-lifecycle.js';
import type { LifecycleMetrics } from './lifecycle-metrics.js';
import { isLifecycleOutage } from './lifecycle-outage.js';

export interface LifecycleRunnerParts {
  readonly lifecycle: Pick<KeyLifecycle, 'pass'>;
  readonly metrics: LifecycleMetrics;
  readonly logger: Logger;
  readonly intervalMs: number;
}

/** Passes again and again, for as long as the application lives. */
export class LifecycleRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: LifecycleRunnerParts) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** Resolves when the key in hand is done with. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { lifecycle, metrics, logger, intervalMs } = this.parts;
    const { signal } = this.stopping;
    const report = outageReporter(logger, 'key lifecycle', { isOutage: isLifecycleOutage });
    while (!signal.aborted) {
      try {
        await lifecycle.pass(signal);
      } catch (error) {
        metrics.failed('pass');
        report(error);
      }
      // Up to half as long again, so that several processes do not ask at the same moments for ever.
      await sleep(intervalMs * (1 + Math.random() / 2), signal);
    }
  }
}
