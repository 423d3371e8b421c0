import type { LedgerEvent } from '@keyledger/contracts';
import { type RowChange, type RowsWanted, verification } from '@keyledger/read-models';

/**
 * Whose state an event may have changed: the rows that the read model of verification changes for it. So whatever a
 * verifier has to know of an event, the topic has too, and there is no second list of event types to keep.
 */
export function touchedRows(changes: readonly RowChange[]): RowsWanted {
  return { accountIds: idsOf(changes, 'accountId'), keyIds: idsOf(changes, 'keyId') };
}

/** As a projection, for `projectBatch`. */
export const touchingRows = {
  project: (event: LedgerEvent): readonly RowChange[] => verification.project(event),
};

const primaryKeys: ReadonlyMap<string, readonly string[]> = new Map(
  verification.tables.map(({ name, primaryKey }) => [name, primaryKey]),
);

function idsOf(changes: readonly RowChange[], property: 'accountId' | 'keyId'): readonly string[] {
  const ids = new Set<string>();
  for (const change of changes) {
    if (primaryKeys.get(change.table)?.join() !== property) continue;
    const id = (change.kind === 'upsert' ? change.row : change.key)[property];
    if (typeof id === 'string') ids.add(id);
  }
  return [...ids];
}
