import type { RecordedEvent } from '@keyledger/event-log';
import type pg from 'pg';
import type { CoalescedChanges } from '../coalesce.js';
import type { CheckpointOwner, ReadModel } from '../read-model.js';
import { type Checkpoint, advanceCheckpoint } from './checkpoint.js';
import { writeCoalesced } from './write-changes.js';

/** Without any progress, far beyond any statement: the database has vanished without closing the connection. */
const silenceMsMax = 30_000;

/**
 * Rows and checkpoint in one transaction: exactly once. Answers with the new checkpoint, or null when somebody else
 * has moved it and nothing was written. A rejection leaves the transaction to die with the session.
 */
export async function applyBatch(
  client: pg.ClientBase,
  readModel: ReadModel,
  from: Checkpoint,
  batch: { readonly last: RecordedEvent; readonly changes: CoalescedChanges },
): Promise<Checkpoint | null> {
  return commitWithCheckpoint(client, readModel, { from, last: batch.last }, (onProgress) =>
    writeCoalesced(client, readModel.tables, batch.changes, onProgress),
  );
}

/** The step from one checkpoint to the event after it that is done with. */
export interface Step {
  readonly from: Checkpoint;
  readonly last: RecordedEvent;
}

/** What `write` does and the new checkpoint, in one transaction; null when somebody else has moved the checkpoint. */
export async function commitWithCheckpoint(
  client: pg.ClientBase,
  owner: CheckpointOwner,
  { from, last }: Step,
  write: (onProgress: () => void) => Promise<void>,
): Promise<Checkpoint | null> {
  const to: Checkpoint = { position: last.position, eventId: last.id };
  if (to.position <= from.position) {
    throw new Error(`The log went backwards: position ${to.position} came after ${from.position}.`);
  }
  const applied = await unlessSilent(silenceMsMax, async (onProgress) => {
    await client.query('BEGIN');
    const isOurTurn = await advanceCheckpoint(client, owner, from, to);
    if (isOurTurn) await write(onProgress);
    await client.query(isOurTurn ? 'COMMIT' : 'ROLLBACK');
    return isOurTurn;
  });
  return applied ? to : null;
}

/** Nothing came back for longer than any statement should take; the caller closes its connection, which ends it. */
export class TransactionTimeout extends Error {
  override readonly name = 'TransactionTimeout';
}

async function unlessSilent<Result>(
  ms: number,
  work: (onProgress: () => void) => Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TransactionTimeout(`No answer from the database in ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work(() => timer?.refresh()), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
