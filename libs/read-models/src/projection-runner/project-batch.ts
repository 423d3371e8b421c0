import { type LedgerEvent, toLedgerEvent } from '@keyledger/contracts';
import type { RecordedEvent } from '@keyledger/event-log';
import { isError } from '@keyledger/platform';
import { type CheckpointOwner, readModelId } from '../read-model.js';

/** An event that its reader cannot take: unknown to this version, or a bug in the projection. */
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

export interface ProjectedBatch<Effect> {
  /** Of the events before the one that failed, or of all. */
  readonly changes: readonly Effect[];
  readonly applied: readonly RecordedEvent[];
  readonly failure: ProjectionError | null;
}

/** What the events amount to. Goes as far as it can: what comes before a bad event is good. */
export function projectBatch<Effect>(
  owner: CheckpointOwner & { readonly project: (event: LedgerEvent) => readonly Effect[] },
  events: readonly RecordedEvent[],
): ProjectedBatch<Effect> {
  const changes: Effect[] = [];
  for (const [index, recorded] of events.entries()) {
    try {
      changes.push(...owner.project(toLedgerEvent(recorded)));
    } catch (error) {
      const failure = new ProjectionError(readModelId(owner), recorded, error);
      return { changes, applied: events.slice(0, index), failure };
    }
  }
  return { changes, applied: events, failure: null };
}
