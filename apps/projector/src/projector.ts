import type { EventLog } from '@keyledger/event-log';
import type { Clock, Readiness } from '@keyledger/platform';
import {
  type ProjectionMetrics,
  type ProjectionState,
  type ReadModel,
  readModelId,
  readModels,
  runProjection,
} from '@keyledger/read-models';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';

export interface ProjectorParts {
  readonly log: EventLog;
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ProjectionMetrics;
}

/** Runs every projection of the registry for as long as the application lives. */
export class Projector implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly states = new Map<string, ProjectionState>();
  private runs: readonly Promise<void>[] = [];

  constructor(private readonly parts: ProjectorParts) {}

  onApplicationBootstrap(): void {
    this.runs = readModels.map((readModel) => this.run(readModel));
  }

  /** Resolves when every projection has finished the batch in hand. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.runs);
  }

  /** Ready while every projection keeps up, here or in the process that this one stands by for. */
  readiness(): Readiness {
    const reasons = readModels.flatMap((readModel) => {
      const reason = reasonNotReady(this.states.get(readModelId(readModel)));
      return reason === null ? [] : [`${readModelId(readModel)} ${reason}`];
    });
    return reasons.length === 0 ? { ready: true } : { ready: false, detail: reasons.join('; ') };
  }

  private async run(readModel: ReadModel): Promise<void> {
    await runProjection({
      ...this.parts,
      readModel,
      signal: this.stopping.signal,
      onState: (state) => this.states.set(readModelId(readModel), state),
    });
  }
}

function reasonNotReady(state: ProjectionState | undefined): string | null {
  switch (state?.status) {
    case 'live':
    case 'standby':
      return null;
    case 'catching-up':
      return `is catching up from position ${state.position}`;
    case 'waiting':
      return 'waits for the database or the event log';
    case 'failed':
      return 'has stopped at an error; see the log';
    case 'starting':
    case undefined:
      return 'is starting';
  }
}
