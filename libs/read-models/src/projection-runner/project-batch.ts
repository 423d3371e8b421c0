import { toLedgerEvent } from '@keyledger/contracts';
import type { RecordedEvent } from '@keyledger/event-log';
import { isError } from '@keyledger/platform';
import { type ReadModel, readModelId } from '../read-model.js';
import type { RowChange } from '../row-change.js';

/** An event that the read model cannot take: unknown to this version, or a bug in the projection. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';

  constructor(
    readonly readModel: string,
    readonly recorded: Pick<RecordedEvent, 'id' | 'type' | 'position'>,
    cause: unknown,
  ) {
    const why = isError(cause) ? cause.message : String(cause);
    super(
      `${readModel} cannot apply ${recorded.type} ${recorded.id} at position ${recorded.position}: ${why}`,
      {
        cause,
      },
    );
  }
}

export interface ProjectedBatch {
  /** Of the events before the one that failed, or of all. */
  readonly changes: readonly RowChange[];
  readonly applied: readonly RecordedEvent[];
  readonly failure: ProjectionError | null;
}

/** Goes as far as it can: what comes before a bad event is good. */
export function projectBatch(readModel: ReadModel, events: readonly RecordedEvent[]): ProjectedBatch {
  const changes: RowChange[] = [];
  for (const [index, recorded] of events.entries()) {
    try {
      changes.push(...readModel.project(toLedgerEvent(recorded)));
    } catch (error) {
      const failure = new ProjectionError(readModelId(readModel), recorded, error);
      return { changes, applied: events.slice(0, index), failure };
    }
  }
  return { changes, applied: events, failure: null };
}
