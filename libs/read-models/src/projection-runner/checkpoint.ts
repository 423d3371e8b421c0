import type { EventLog } from '@keyledger/event-log';
import type pg from 'pg';
import { type CheckpointOwner, readModelId } from '../read-model.js';

/** How far a read model has folded the log, or a relay has passed it on. */
export interface Checkpoint {
  /** Of the last event applied; 0 before the first. */
  readonly position: bigint;
  readonly eventId: string | null;
}

// Made by whoever comes first; everybody else finds it.
const createCheckpoint = `
INSERT INTO read.checkpoint (name, version, position, updated_at) VALUES ($1, $2, 0, now())
ON CONFLICT (name, version) DO NOTHING`;

const selectCheckpoint = `
SELECT position::text AS position, last_event_id FROM read.checkpoint WHERE name = $1 AND version = $2`;

// Compare-and-set. First statement of the transaction: it locks the checkpoint, so that a second runner waits here, finds
// the position moved and gives up before it has written anything.
const moveCheckpoint = `
UPDATE read.checkpoint SET position = $4, last_event_id = $5, updated_at = now()
WHERE name = $1 AND version = $2 AND position = $3`;

// Back, never forth.
const moveCheckpointBack = `
UPDATE read.checkpoint SET position = $3, last_event_id = $4, updated_at = now()
WHERE name = $1 AND version = $2 AND position > $3`;

type Queryable = Pick<pg.ClientBase, 'query'>;

export async function readCheckpoint(database: Queryable, owner: CheckpointOwner): Promise<Checkpoint> {
  await database.query(createCheckpoint, [owner.name, owner.version]);
  const checkpoint = await findCheckpoint(database, owner);
  if (checkpoint === null) throw new Error(`The checkpoint of ${readModelId(owner)} has disappeared.`);
  return checkpoint;
}

/** For those who only read; null where nobody ever ran for this owner. */
export async function findCheckpoint(
  database: Queryable,
  owner: CheckpointOwner,
): Promise<Checkpoint | null> {
  const { rows } = await database.query<{ position: string; last_event_id: string | null }>(
    selectCheckpoint,
    [owner.name, owner.version],
  );
  const [row] = rows;
  return row === undefined ? null : { position: BigInt(row.position), eventId: row.last_event_id };
}

/** Whether the checkpoint stood at `from`: if not, somebody else is ahead. */
export async function advanceCheckpoint(
  database: Queryable,
  owner: CheckpointOwner,
  from: Checkpoint,
  to: Checkpoint,
): Promise<boolean> {
  const { rowCount } = await database.query({
    name: 'read.move_checkpoint',
    text: moveCheckpoint,
    values: [owner.name, owner.version, from.position, to.position, to.eventId],
  });
  return rowCount === 1;
}

/**
 * For whoever may have had an effect that came too late, after that of its successor: whoever is at work now finds its
 * checkpoint moved, and does everything after `to` again.
 */
export async function rewindCheckpoint(
  database: Queryable,
  owner: CheckpointOwner,
  to: Checkpoint,
): Promise<void> {
  await database.query(moveCheckpointBack, [owner.name, owner.version, to.position, to.eventId]);
}

/** The log is not the one that the rows were folded from: it was replaced, or restored from before. */
export class LogMismatchError extends Error {
  override readonly name = 'LogMismatchError';
}

/**
 * Rows folded from one log must not go on from another: the event at the checkpoint has to be there, and the same.
 *
 * @throws LogMismatchError
 */
export async function assertSameLog(
  log: EventLog,
  owner: CheckpointOwner,
  checkpoint: Checkpoint,
): Promise<void> {
  if (checkpoint.position === 0n) return;
  const event = await log.readAt(checkpoint.position);
  if (event?.id === checkpoint.eventId) return;
  const found = event === undefined ? 'nothing' : `event ${event.id}`;
  throw new LogMismatchError(
    `${readModelId(owner)} has been folded up to position ${checkpoint.position} ` +
      `(event ${checkpoint.eventId ?? 'unknown'}), but the event log has ${found} there: it ends before that, or is ` +
      'another log. Restore the log, or reset the read models (npm run reset-read-models).',
  );
}
