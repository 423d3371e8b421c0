import type { ColumnValue, RowValues, TableOf } from './table.js';

/**
 * What an event does to a row, as plain data; `table` is the table's name within its read model. Changes of different
 * rows commute, changes of one row are applied in order.
 */
export type RowChange = RowUpsert | RowPatch | RowDelete;

/** The row is this, whatever it was. */
export interface RowUpsert {
  readonly kind: 'upsert';
  readonly table: string;
  readonly row: RowValues;
}

/** These columns become this; no row, no effect. */
export interface RowPatch {
  readonly kind: 'patch';
  readonly table: string;
  readonly key: RowValues;
  readonly changes: RowValues;
}

export interface RowDelete {
  readonly kind: 'delete';
  readonly table: string;
  readonly key: RowValues;
}

export function upsertRow<Row extends RowValues, Key extends keyof Row & string>(
  table: TableOf<Row, Key>,
  row: Row,
): RowUpsert {
  return { kind: 'upsert', table: table.name, row };
}

/** A property that is `undefined` counts as absent: its column stays as it is. */
export function patchRow<Row extends RowValues, Key extends keyof Row & string>(
  table: TableOf<Row, Key>,
  key: Pick<Row, Key>,
  changes: Partial<Omit<Row, Key>>,
): RowPatch {
  return { kind: 'patch', table: table.name, key, changes: definedOnly(changes) };
}

export function deleteRow<Row extends RowValues, Key extends keyof Row & string>(
  table: TableOf<Row, Key>,
  key: Pick<Row, Key>,
): RowDelete {
  return { kind: 'delete', table: table.name, key };
}

function definedOnly(changes: Readonly<Record<string, ColumnValue | undefined>>): RowValues {
  return Object.fromEntries(
    Object.entries(changes).filter((entry): entry is [string, ColumnValue] => entry[1] !== undefined),
  );
}
