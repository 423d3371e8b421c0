import type { EventLog } from '@keyledger/event-log';
import type { Clock, Readiness } from '@keyledger/platform';
import {
  type LogFollower,
  type ProjectionMetrics,
  type ProjectionState,
  readModelId,
  runFollower,
} from '@keyledger/read-models';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';

export interface RelaysParts {
  readonly log: EventLog;
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ProjectionMetrics;
  readonly relays: readonly LogFollower[];
}

/** A request to the broker holds this many messages at most, and a standby repeats no more after a crash. */
const relayedEventsMax = 500;

/** Runs what follows the log beside read models, to the broker or to do what it asks for, for as long as the application lives. */
export class Relays implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly states = new Map<string, ProjectionState>();
  private runs: readonly Promise<void>[] = [];

  constructor(private readonly parts: RelaysParts) {}

  onApplicationBootstrap(): void {
    this.runs = this.parts.relays.map((relay) => this.run(relay));
  }

  /** Resolves when every relay has finished the batch in hand. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.runs);
  }

  /**
   * Not ready while a relay is stuck. One that is catching up is ready: nothing that is asked of Keyledger itself depends
   * on it, and a long log takes its time.
   */
  readiness(): Readiness {
    const reasons = this.parts.relays.flatMap((relay) => {
      const reason = reasonNotReady(this.states.get(readModelId(relay)));
      return reason === null ? [] : [`${readModelId(relay)} ${reason}`];
    });
    return reasons.length === 0 ? { ready: true } : { ready: false, detail: reasons.join('; ') };
  }

  private async run(follower: LogFollower): Promise<void> {
    await runFollower({
      ...this.parts,
      follower,
      signal: this.stopping.signal,
      batchEventsMax: relayedEventsMax,
      onState: (state) => this.states.set(readModelId(follower), state),
    });
  }
}

function reasonNotReady(state: ProjectionState | undefined): string | null {
  switch (state?.status) {
    case 'live':
    case 'standby':
    case 'catching-up':
      return null;
    case 'waiting':
      return `waits: ${state.reason}`;
    case 'failed':
      return 'has stopped at an error; see the log';
    case 'starting':
    case undefined:
      return 'is starting';
  }
}
