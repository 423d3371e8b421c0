import type { LedgerEvent } from '@keyledger/contracts';
import { rowKey, tableNamed } from './coalesce.js';
import type { ReadModel } from './read-model.js';
import type { RowChange } from './row-change.js';
import { type RowValues, type TableDefinition, qualifiedName } from './table.js';

/** Rows of one table in memory, by primary key. */
export type MemoryTable = Map<string, RowValues>;

/** Rows by qualified table name, each table ordered by primary key. */
export type FoldedRows = ReadonlyMap<string, readonly RowValues[]>;

/** What the tables must hold after these events (the whole log, in order): what a crash test compares against. */
export function foldLog(events: Iterable<LedgerEvent>, readModels: readonly ReadModel[]): FoldedRows {
  const models = readModels.map((readModel) => ({ readModel, tables: emptyTables(readModel) }));
  for (const event of events) {
    for (const { readModel, tables } of models) applyChanges(readModel, tables, readModel.project(event));
  }
  return new Map(
    models.flatMap(({ readModel, tables }) =>
      readModel.tables.map((table) => [
        qualifiedName(table),
        orderedRows(table, [...(tables.get(table.name)?.values() ?? [])]),
      ]),
    ),
  );
}

export function emptyTables(readModel: ReadModel): Map<string, MemoryTable> {
  return new Map(readModel.tables.map(({ name }) => [name, new Map<string, RowValues>()]));
}

/** The meaning of `RowChange`, in memory; the SQL of `write-changes.ts` must agree. */
export function applyChanges(
  readModel: ReadModel,
  tables: ReadonlyMap<string, MemoryTable>,
  changes: readonly RowChange[],
): void {
  for (const change of changes) {
    const table = tableNamed(readModel.tables, change.table);
    applyChange(table, tables.get(table.name) ?? new Map<string, RowValues>(), change);
  }
}

function applyChange(table: TableDefinition, rows: MemoryTable, change: RowChange): void {
  switch (change.kind) {
    case 'upsert':
      rows.set(rowKey(table, change.row), change.row);
      return;
    case 'patch': {
      const key = rowKey(table, change.key);
      const row = rows.get(key);
      if (row !== undefined) rows.set(key, { ...row, ...change.changes });
      return;
    }
    case 'delete':
      rows.delete(rowKey(table, change.key));
  }
}

/** By primary key as text: the same order for rows from memory and from Postgres. */
export function orderedRows(table: TableDefinition, rows: readonly RowValues[]): readonly RowValues[] {
  const keyed = rows.map((row) => ({ key: rowKey(table, row), row }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  return keyed.map(({ row }) => row);
}
