import { type ConfirmationDesk, fleetChannel } from '@keyledger/fleet';
import { type Listener, listen } from '@keyledger/platform';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

/** Has whoever waits look again as soon as a verifier has reported. */
export class FleetListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private listener: Listener | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly desk: ConfirmationDesk,
    private readonly onError: (error: unknown) => void,
  ) {}

  onApplicationBootstrap(): void {
    const { databaseUrl, desk, onError } = this;
    this.listener = listen({ databaseUrl, channel: fleetChannel, onWake: () => desk.wake(), onError });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.stop();
  }
}
