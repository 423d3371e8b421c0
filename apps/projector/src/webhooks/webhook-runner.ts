import { AppendOutcomeUnknown, EventLogUnavailable } from '@keyledger/event-log';
import {
  type Backoff,
  type Clock,
  backoffMs,
  isCausedByOutage,
  outageReporter,
  sleep,
} from '@keyledger/platform';
import { type DeliveryQueue, type WebhookDeliverer, type WebhookMetrics, keptMs } from '@keyledger/webhooks';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';

export interface WebhookRunnerParts {
  /** Null: there is no key that secrets could be opened with, so nothing is sent from here. */
  readonly deliverer: Pick<WebhookDeliverer, 'run'> | null;
  readonly queue: Pick<DeliveryQueue, 'tidy'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: WebhookMetrics;
}

const pollMs = 500;
const tidyEveryMs = 300_000;
const troubleBackoff: Backoff = { firstMs: 500, maxMs: 10_000 };

/** Delivers and tidies up for as long as the application lives; any number of processes may. */
export class WebhookRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: WebhookRunnerParts) {}

  onApplicationBootstrap(): void {
    const { deliverer } = this.parts;
    const { signal } = this.stopping;
    this.running = Promise.all([
      deliverer === null ? undefined : this.keepDoing('webhooks', () => deliverer.run(signal, pollMs)),
      this.keepDoing('tidying of webhooks', () => this.tidy()),
    ]);
  }

  /** Resolves when the attempts under way are settled. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async tidy(): Promise<void> {
    const { queue, clock, metrics } = this.parts;
    metrics.stands(await queue.tidy(clock.now() - keptMs));
    await sleep(tidyEveryMs, this.stopping.signal);
  }

  private async keepDoing(what: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    const report = outageReporter(this.parts.logger, what, { isOutage });
    let failures = 0;
    while (!signal.aborted) {
      try {
        await work();
        failures = 0;
      } catch (error) {
        report(error);
        await sleep(backoffMs(failures++, Math.random(), troubleBackoff), signal);
      }
    }
  }
}

function isOutage(error: unknown): boolean {
  return (
    error instanceof EventLogUnavailable || error instanceof AppendOutcomeUnknown || isCausedByOutage(error)
  );
}
