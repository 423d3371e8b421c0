import type { ReadModel } from '../read-model.js';
import { applyBatch } from './apply-batch.js';
import { projectBatch } from './project-batch.js';
import { type FollowerOptions, type LogFollower, runFollower } from './run-follower.js';

export interface ProjectionOptions extends Omit<FollowerOptions, 'follower'> {
  readonly readModel: ReadModel;
}

/**
 * Folds the log into the read model's tables until stopped; resolves then, never rejects. Any number may run for one
 * read model: each event takes effect exactly once.
 */
export async function runProjection({ readModel, ...options }: ProjectionOptions): Promise<void> {
  await runFollower({ ...options, follower: projectionOf(readModel) });
}

function projectionOf(readModel: ReadModel): LogFollower {
  const { name, version } = readModel;
  return {
    name,
    version,
    apply: async ({ client }, from, events) => {
      const { changes, applied, failure } = projectBatch(readModel, events);
      const last = applied.at(-1);
      if (last === undefined) return { checkpoint: from, applied, failure };
      const checkpoint = await applyBatch(client, readModel, from, { last, changes });
      return checkpoint === null ? null : { checkpoint, applied, failure };
    },
  };
}
