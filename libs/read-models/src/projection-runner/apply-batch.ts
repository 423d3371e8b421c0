import type { RecordedEvent } from '@keyledger/event-log';
import type pg from 'pg';
import type { ReadModel } from '../read-model.js';
import type { RowChange } from '../row-change.js';
import { type Checkpoint, advanceCheckpoint } from './checkpoint.js';
import { writeChanges } from './write-changes.js';

/** Far beyond any batch: the database has vanished without closing the connection. */
const transactionMsMax = 30_000;

/**
 * Rows and checkpoint in one transaction: exactly once. Answers with the new checkpoint, or null when somebody else
 * has moved it and nothing was written. A rejection leaves the transaction to die with the session.
 */
export async function applyBatch(
  client: pg.ClientBase,
  readModel: ReadModel,
  from: Checkpoint,
  batch: { readonly last: RecordedEvent; readonly changes: readonly RowChange[] },
): Promise<Checkpoint | null> {
  const to: Checkpoint = { position: batch.last.position, eventId: batch.last.id };
  if (to.position <= from.position) {
    throw new Error(`The log went backwards: position ${to.position} came after ${from.position}.`);
  }
  const applied = await within(transactionMsMax, async () => {
    await client.query('BEGIN');
    const isOurTurn = await advanceCheckpoint(client, readModel, from, to);
    if (isOurTurn) await writeChanges(client, readModel.tables, batch.changes);
    await client.query(isOurTurn ? 'COMMIT' : 'ROLLBACK');
    return isOurTurn;
  });
  return applied ? to : null;
}

/** The transaction took longer than any should; the caller closes its connection, which ends it. */
export class TransactionTimeout extends Error {
  override readonly name = 'TransactionTimeout';
}

async function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TransactionTimeout(`No answer from the database in ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
