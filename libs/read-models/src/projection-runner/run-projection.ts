import type { ReadModel } from '../read-model.js';
import { applyBatch } from './apply-batch.js';
import { HeldChanges, heldRowsMaxDefault } from './held-changes.js';
import { projectBatch } from './project-batch.js';
import {
  type FollowerOptions,
  type LogFollower,
  batchEventsMax as batchEventsMaxDefault,
  runFollower,
} from './run-follower.js';

export interface ProjectionOptions extends Omit<FollowerOptions, 'follower'> {
  readonly readModel: ReadModel;
  /** Most rows whose changes are held in memory while the log is far ahead. */
  readonly heldRowsMax?: number;
}

/**
 * Folds the log into the read model's tables until stopped; resolves then, never rejects. Any number may run for one
 * read model: each event takes effect exactly once.
 */
export async function runProjection(options: ProjectionOptions): Promise<void> {
  const {
    readModel,
    heldRowsMax = heldRowsMaxDefault,
    batchEventsMax = batchEventsMaxDefault,
    ...others
  } = options;
  const follower = projectionOf(readModel, { heldRowsMax, batchEventsMax });
  await runFollower({ ...others, batchEventsMax, follower });
}

/**
 * While the log is far ahead, changes are held until they amount to many rows: a row that events change again and again
 * is written once, with all its indexes. At its end everything is written at once, and so it is where the log was cut off
 * before that, which a batch that is not full shows: nobody knows for how long.
 */
function projectionOf(
  readModel: ReadModel,
  { heldRowsMax, batchEventsMax }: { readonly heldRowsMax: number; readonly batchEventsMax: number },
): LogFollower {
  const { name, version, tables, rowPerEvent = false } = readModel;
  const holdNothing = (): HeldChanges => new HeldChanges(tables, heldRowsMax);
  let held = holdNothing();
  return {
    name,
    version,
    prepare: async () => void (held = holdNothing()), // what an earlier turn held comes again, from the checkpoint
    isHolding: () => held.eventsCount > 0,
    apply: async ({ client }, from, { events, caughtUp }) => {
      const { changes, applied, failure } = projectBatch(readModel, events);
      held.add(changes, applied);
      const { last, eventsCount: appliedCount } = held;
      const isAtEnd = caughtUp || events.length < batchEventsMax;
      const isDue = isAtEnd || failure !== null || rowPerEvent || held.isFull;
      if (last === undefined || !isDue) return { checkpoint: from, applied: [], failure };
      const checkpoint = await applyBatch(client, readModel, from, { last, changes: held.changes });
      held = holdNothing();
      return checkpoint === null ? null : { checkpoint, applied: [last], appliedCount, failure };
    },
  };
}
