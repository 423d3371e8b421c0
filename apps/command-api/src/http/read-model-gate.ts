import { type Refusal, refuse } from '@keyledger/domain';
import type { EventLog } from '@keyledger/event-log';
import { type ReadModel, appliedPosition, waitForPosition } from '@keyledger/read-models';
import type pg from 'pg';

/** How long a request waits for a read model; usually it is milliseconds behind. */
export const readModelWaitMsMax = 3_000;
/** Events that are looked at at once, to see where the log ends. */
const missingEventsMax = 1_000;

/** Holds a read back until its read model is as new as was asked for. */
export class ReadModelGate {
  constructor(
    private readonly pool: pg.Pool,
    private readonly timeoutMs: number = readModelWaitMsMax,
  ) {}

  /** Null once the read model holds all that the log held when this was asked; READ_MODEL_BEHIND as above. */
  async refusalUnlessCurrent(readModel: ReadModel, eventLog: EventLog): Promise<Refusal | null> {
    // What is written meanwhile is not waited for, or a log that is written to all the time would be waited for in vain.
    const deadline = performance.now() + this.timeoutMs;
    while (performance.now() < deadline) {
      const missing = await eventLog.readAll(await appliedPosition(this.pool, readModel), missingEventsMax);
      const behind = await this.refusal(readModel, missing.at(-1)?.position);
      if (behind !== null || missing.length < missingEventsMax) return behind;
    }
    return refuse('READ_MODEL_BEHIND', `It did not get to the end of the log within ${this.timeoutMs} ms.`);
  }

  /** Null once the read model has the position; READ_MODEL_BEHIND when it took too long. */
  async refusal(readModel: ReadModel, position: bigint | undefined): Promise<Refusal | null> {
    if (position === undefined) return null;
    const { pool, timeoutMs } = this;
    const reached = await waitForPosition({ pool, readModel, position, timeoutMs });
    if (reached) return null;
    return refuse('READ_MODEL_BEHIND', `Position ${position} was not reached within ${timeoutMs} ms.`);
  }
}
