import type pg from 'pg';
import { type FoldedRows, orderedRows } from './fold-log.js';
import type { ReadModel } from './read-model.js';
import {
  type ColumnValue,
  type RowValues,
  type TableDefinition,
  columnName,
  qualifiedName,
} from './table.js';

/** What the tables hold now, in the shape of `foldLog`. For checks: it reads whole tables into memory. */
export async function readTables(
  database: Pick<pg.Pool, 'query'>,
  readModels: readonly ReadModel[],
): Promise<FoldedRows> {
  const tables = readModels.flatMap((readModel) => readModel.tables);
  const rows = new Map<string, readonly RowValues[]>();
  for (const table of tables) rows.set(qualifiedName(table), await readTable(database, table));
  return rows;
}

async function readTable(
  database: Pick<pg.Pool, 'query'>,
  table: TableDefinition,
): Promise<readonly RowValues[]> {
  const columns = Object.keys(table.columns).map((property) => `${columnName(property)} AS "${property}"`);
  const { rows } = await database.query<Record<string, unknown>>(
    `SELECT ${columns.join(', ')} FROM ${qualifiedName(table)}`,
  );
  return orderedRows(
    table,
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(table.columns).map(([property, type]) => [property, asWritten(type, row[property])]),
      ),
    ),
  );
}

/** As projections write it, whatever the driver's settings made of it. */
function asWritten(type: TableDefinition['columns'][string], value: unknown): ColumnValue {
  if (type === 'bigint' && value !== null) return BigInt(value as string | bigint);
  if (value instanceof Date) return value.toISOString();
  return value as ColumnValue;
}
