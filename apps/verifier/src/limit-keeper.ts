import type { LimitTable } from '@keyledger/fleet';
import { sleep } from '@keyledger/platform';
import type { KeyLimiter } from '@keyledger/verification';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

const forgetEveryMs = 60_000;

/** Has counters dropped that say nothing any more, and gives shares back when the process stops. */
export class LimitKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly limiter: KeyLimiter,
    private readonly table: Pick<LimitTable, 'forget'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.forget();
  }

  /** After the HTTP server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.running, this.limiter.stop()]);
  }

  private async forget(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await sleep(forgetEveryMs, signal);
      try {
        let forgotten = 1;
        while (forgotten > 0) forgotten = await this.table.forget();
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
