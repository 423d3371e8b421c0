import { type Refusal, refuse } from '@keyledger/domain';
import { type ReadModel, waitForPosition } from '@keyledger/read-models';
import type pg from 'pg';

/** How long a request waits for a read model; usually it is milliseconds behind. */
export const readModelWaitMsMax = 3_000;

/** Holds a read back until its read model is as new as was asked for. */
export class ReadModelGate {
  constructor(
    private readonly pool: pg.Pool,
    private readonly timeoutMs: number = readModelWaitMsMax,
  ) {}

  /** Null once the read model has the position; READ_MODEL_BEHIND when it took too long. */
  async refusal(readModel: ReadModel, position: bigint | undefined): Promise<Refusal | null> {
    if (position === undefined) return null;
    const { pool, timeoutMs } = this;
    const reached = await waitForPosition({ pool, readModel, position, timeoutMs });
    if (reached) return null;
    return refuse('READ_MODEL_BEHIND', `Position ${position} was not reached within ${timeoutMs} ms.`);
  }
}
