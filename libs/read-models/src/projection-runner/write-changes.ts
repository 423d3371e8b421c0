import type pg from 'pg';
import type { RowChange } from '../row-change.js';
import { type CoalescedChanges, coalesce } from '../coalesce.js';
import type { RowValues, TableDefinition } from '../table.js';
import { type RecordStatement, TableStatements } from './table-statements.js';

/** Bounds what a statement takes of time, and what its text takes of memory, on both sides. */
const recordsPerStatementMax = 1_000;

/** Writes what the changes amount to: one statement for many rows of a table that are changed alike. */
export async function writeChanges(
  client: Pick<pg.ClientBase, 'query'>,
  tables: readonly TableDefinition[],
  changes: readonly RowChange[],
): Promise<void> {
  await writeCoalesced(client, tables, coalesce(changes, tables));
}

/** `onProgress` after each statement. */
export async function writeCoalesced(
  client: Pick<pg.ClientBase, 'query'>,
  tables: readonly TableDefinition[],
  changes: CoalescedChanges,
  onProgress: () => void = () => undefined,
): Promise<void> {
  for (const table of tables) {
    for (const [{ name, text }, records] of recordsByStatement(
      TableStatements.of(table),
      changes.of(table),
    )) {
      for (let start = 0; start < records.length; start += recordsPerStatementMax) {
        const some = records.slice(start, start + recordsPerStatementMax);
        await client.query({ name, text, values: [asJson(table, some)] });
        onProgress();
      }
    }
  }
}

function recordsByStatement(
  statements: TableStatements,
  changes: readonly RowChange[],
): ReadonlyMap<RecordStatement, readonly RowValues[]> {
  const recordsOf = new Map<RecordStatement, RowValues[]>();
  const add = (statement: RecordStatement, record: RowValues): void => {
    const records = recordsOf.get(statement);
    if (records === undefined) recordsOf.set(statement, [record]);
    else records.push(record);
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'upsert':
        add(statements.upsert, change.row);
        break;
      case 'patch': {
        const properties = Object.keys(change.changes).sort();
        if (properties.length > 0) add(statements.patch(properties), { ...change.key, ...change.changes });
        break;
      }
      case 'delete':
        add(statements.delete, change.key);
    }
  }
  return recordsOf;
}

/** JSON has no bigint; the bigint columns of the record set read the digits. */
function asJson(table: TableDefinition, records: readonly RowValues[]): string {
  const bigints = Object.keys(table.columns).filter((property) => table.columns[property] === 'bigint');
  return JSON.stringify(records.map((record) => withDigits(record, bigints)));
}

function withDigits(record: RowValues, bigints: readonly string[]): RowValues {
  const digits = { ...record };
  for (const property of bigints) {
    const value = record[property];
    if (typeof value === 'bigint') digits[property] = value.toString();
  }
  return digits;
}
