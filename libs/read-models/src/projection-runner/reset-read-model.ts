import type pg from 'pg';
import type { ReadModel } from '../read-model.js';
import { qualifiedName } from '../table.js';

// First, as projections do: a batch in flight is waited for, the next one finds the position moved and starts over.
const resetCheckpoint = `
UPDATE read.checkpoint SET position = 0, last_event_id = NULL, updated_at = now() WHERE name = $1 AND version = $2`;

/** Deleting millions of rows takes longer than any other statement may. */
const resetMsMax = 60 * 60 * 1_000;

/**
 * Empties a read model, so that the projection that runs (or the next one) folds it again from the start. Until that is
 * done its answers are incomplete. DELETE and not TRUNCATE: a verifier that reads a snapshot meanwhile keeps it whole.
 */
export async function resetReadModel(pool: pg.Pool, readModel: ReadModel): Promise<void> {
  const client = await pool.connect();
  let complete = false;
  try {
    await client.query('BEGIN');
    await client.query(resetCheckpoint, [readModel.name, readModel.version]);
    for (const table of readModel.tables) {
      const deleteRows = { text: `DELETE FROM ${qualifiedName(table)}`, query_timeout: resetMsMax };
      await client.query(deleteRows);
    }
    await client.query('COMMIT');
    complete = true;
  } finally {
    client.release(!complete);
  }
}
