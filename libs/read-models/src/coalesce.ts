import type { RowChange } from './row-change.js';
import type { ColumnValue, RowValues, TableDefinition } from './table.js';

/** At most one change per row, with the same effect as all of them in order. */
export function coalesce(
  changes: readonly RowChange[],
  tables: readonly TableDefinition[],
): ReadonlyMap<string, readonly RowChange[]> {
  const byTable = new Map(tables.map(({ name }) => [name, new Map<string, RowChange>()]));
  for (const change of changes) {
    const table = tableNamed(tables, change.table);
    const rows = byTable.get(table.name);
    const key = rowKey(table, change.kind === 'upsert' ? change.row : change.key);
    const earlier = rows?.get(key);
    rows?.set(key, earlier === undefined ? change : merge(earlier, change));
  }
  return new Map([...byTable].map(([name, rows]) => [name, [...rows.values()]]));
}

export function tableNamed(tables: readonly TableDefinition[], name: string): TableDefinition {
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`A projection changed a table that its read model lacks: ${name}`);
  return table;
}

/** Identity of a row within its table. */
export function rowKey(table: TableDefinition, values: RowValues): string {
  return JSON.stringify(table.primaryKey.map((property) => keyPart(values[property])));
}

function keyPart(value: ColumnValue | undefined): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function merge(earlier: RowChange, later: RowChange): RowChange {
  if (later.kind !== 'patch') return later;
  switch (earlier.kind) {
    case 'upsert':
      return { ...earlier, row: { ...earlier.row, ...later.changes } };
    case 'patch':
      return { ...earlier, changes: { ...earlier.changes, ...later.changes } };
    case 'delete':
      return earlier;
  }
}
