import { fleetChannel } from '@keyledger/fleet';
import { type Listener, listen } from '@keyledger/platform';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

export interface Wakeable {
  wake(): void;
}

/** Has whoever waits look again as soon as a verifier has reported. */
export class FleetListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private listener: Listener | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly waiting: readonly Wakeable[],
    private readonly onError: (error: unknown) => void,
  ) {}

  onApplicationBootstrap(): void {
    const { databaseUrl, waiting, onError } = this;
    const onWake = () => {
      for (const one of waiting) one.wake();
    };
    this.listener = listen({ databaseUrl, channel: fleetChannel, onWake, onError });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.stop();
  }
}
