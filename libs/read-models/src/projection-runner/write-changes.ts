import type pg from 'pg';
import type { RowChange } from '../row-change.js';
import { coalesce } from '../coalesce.js';
import {
  type ColumnValue,
  type RowValues,
  type TableDefinition,
  columnName,
  qualifiedName,
} from '../table.js';
import { type TableStatements, tableStatements } from './table-statements.js';

/** Writes what the changes amount to, in at most three statements per table. */
export async function writeChanges(
  client: Pick<pg.ClientBase, 'query'>,
  tables: readonly TableDefinition[],
  changes: readonly RowChange[],
): Promise<void> {
  const byTable = coalesce(changes, tables);
  for (const table of tables) {
    const statements = tableStatements(table);
    const { upserts, patches, deletes } = recordsByKind(table, byTable.get(table.name) ?? []);
    await runForRecords(client, table, statements, 'upsert', upserts);
    await runForRecords(client, table, statements, 'patch', patches);
    await runForRecords(client, table, statements, 'delete', deletes);
  }
}

function recordsByKind(table: TableDefinition, changes: readonly RowChange[]) {
  const upserts: RowValues[] = [];
  const patches: RowValues[] = [];
  const deletes: RowValues[] = [];
  for (const change of changes) {
    switch (change.kind) {
      case 'upsert':
        upserts.push(change.row);
        break;
      case 'patch':
        patches.push({ ...change.key, changes: byColumn(table, change.changes) });
        break;
      case 'delete':
        deletes.push(change.key);
    }
  }
  return { upserts, patches, deletes };
}

/** `jsonb_populate_record` knows columns, not properties. */
function byColumn(table: TableDefinition, changes: RowValues): object {
  return Object.fromEntries(
    Object.entries(changes).map(([property, value]) => {
      if (!(property in table.columns)) throw new Error(`${qualifiedName(table)} has no ${property}.`);
      return [columnName(property), value];
    }),
  );
}

async function runForRecords(
  client: Pick<pg.ClientBase, 'query'>,
  table: TableDefinition,
  statements: TableStatements,
  kind: keyof TableStatements,
  records: readonly RowValues[],
): Promise<void> {
  if (records.length === 0) return;
  await client.query({
    name: `${qualifiedName(table)}.${kind}`,
    text: statements[kind],
    values: [JSON.stringify(records, bigintAsText)],
  });
}

/** JSON has no bigint; the bigint columns of the record set read the digits. */
function bigintAsText(_property: string, value: ColumnValue): ColumnValue {
  return typeof value === 'bigint' ? value.toString() : value;
}
