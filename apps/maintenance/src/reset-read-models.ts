import { readModelId, readModels, resetReadModel } from '@keyledger/read-models';
import type pg from 'pg';

/** Empties every read model; the projectors, running or not, fold them again from the log. */
export async function resetReadModels(pool: pg.Pool, say: (line: string) => void): Promise<void> {
  for (const readModel of readModels) {
    await resetReadModel(pool, readModel);
    say(`reset ${readModelId(readModel)}`);
  }
}
