import type { Readiness } from '@keyledger/platform';
import type { FleetMember, LiveIndex } from '@keyledger/verification';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

/** Keeps the index for as long as the application lives: the HTTP server answers from it until it has closed. */
export class IndexFollower implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly live: LiveIndex,
    private readonly member: FleetMember,
  ) {}

  onApplicationBootstrap(): void {
    this.live.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.live.stop();
    await this.member.leave(); // nobody is answered any more
  }

  readiness(): Readiness {
    if (!this.live.hasCaughtUp) return { ready: false, detail: 'the index is catching up with the log' };
    if (!this.live.isFresh()) return { ready: false, detail: 'the index cannot prove that it is fresh' };
    return { ready: true };
  }
}
