import { outageReporter, sleep } from '@keyledger/platform';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import type { DetectionMetrics } from './detection-metrics.js';
import { isDetectionOutage } from './detection-outage.js';

/** What is done again and again. */
export interface DetectionDuty {
  readonly name: string;
  readonly intervalMs: number;
  readonly pass: (signal: AbortSignal) => Promise<void>;
}

/** Does what detection has to do beside reading requests, for as long as the application lives. */
export class DetectionRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: readonly Promise<void>[] = [];

  constructor(
    private readonly duties: readonly DetectionDuty[],
    private readonly metrics: DetectionMetrics,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.duties.map((duty) => this.run(duty));
  }

  /** Resolves when what is in hand is done with. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async run({ name, intervalMs, pass }: DetectionDuty): Promise<void> {
    const { signal } = this.stopping;
    const report = outageReporter(this.logger, name, { isOutage: isDetectionOutage });
    while (!signal.aborted) {
      try {
        await pass(signal);
      } catch (error) {
        this.metrics.failed('pass');
        report(error);
      }
      // Up to half as long again, so that several processes do not ask at the same moments for ever.
      await sleep(intervalMs * (1 + Math.random() / 2), signal);
    }
  }
}
