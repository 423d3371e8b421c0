import { createLiveIndex, verificationSource } from '@keyledger/composition';
import { systemAccountId } from '@keyledger/domain';
import type { EventLog } from '@keyledger/event-log';
import { type Clock, type Config, HEALTH, HealthRegistry, type Readiness } from '@keyledger/platform';
import { LiveIndex } from '@keyledger/verification';
import { type OnApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';

export interface AdminIndexParts {
  readonly config: Pick<Config, 'stalenessMaxMs'>;
  readonly clock: Clock;
  readonly eventLog: EventLog;
  readonly pool: pg.Pool;
  readonly logger: Logger;
}

/** The keys of the account `system`, in memory: whom the API answers to, as of now. */
export function createAdminIndex({ config, clock, eventLog, pool, logger }: AdminIndexParts): LiveIndex {
  return createLiveIndex({
    what: 'admin keys',
    restrictTo: systemAccountId,
    source: verificationSource(eventLog, pool, { accountId: systemAccountId }),
    clock,
    logger,
    stalenessMaxMs: config.stalenessMaxMs,
  });
}

/** Follows the log until the HTTP server has answered its last request; not ready before the index has caught up. */
@Injectable()
export class AdminIndexRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(LiveIndex) private readonly index: LiveIndex,
    @Inject(HEALTH) health: HealthRegistry,
  ) {
    health.register({ name: 'admin-keys', check: () => this.readiness() });
  }

  onApplicationBootstrap(): void {
    this.index.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.index.stop();
  }

  private readiness(): Readiness {
    if (this.index.hasCaughtUp && this.index.isFresh()) return { ready: true };
    return { ready: false, detail: 'the index of admin keys has not caught up with the log' };
  }
}
