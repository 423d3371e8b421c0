import type pg from 'pg';
import type { CheckpointOwner } from '../read-model.js';
import { readModels } from '../registry.js';
import type { Checkpoint } from './checkpoint.js';

export interface RelayCheckpoint extends CheckpointOwner {
  readonly checkpoint: Checkpoint;
}

const selectRelays = `
SELECT name, version, position::text AS position, last_event_id FROM read.checkpoint WHERE name <> ALL ($1)
ORDER BY name, version`;

const setCheckpoint = `
UPDATE read.checkpoint SET position = $3, last_event_id = $4, updated_at = now() WHERE name = $1 AND version = $2`;

interface Row {
  readonly name: string;
  readonly version: number;
  readonly position: string;
  readonly last_event_id: string | null;
}

/** How far everybody has come who follows the log for something else than a read model. */
export async function readRelayCheckpoints(
  pool: Pick<pg.Pool, 'query'>,
): Promise<readonly RelayCheckpoint[]> {
  const { rows } = await pool.query<Row>(selectRelays, [readModels.map(({ name }) => name)]);
  return rows.map(({ name, version, position, last_event_id: eventId }) => ({
    ...{ name, version },
    checkpoint: { position: BigInt(position), eventId },
  }));
}

/** For another log or another broker: whoever is at work finds its checkpoint moved, and goes on from there. */
export async function setRelayCheckpoint(
  pool: Pick<pg.Pool, 'query'>,
  { name, version }: CheckpointOwner,
  { position, eventId }: Checkpoint,
): Promise<void> {
  await pool.query(setCheckpoint, [name, version, position, eventId]);
}
