export type ColumnType = 'text' | 'text[]' | 'boolean' | 'integer' | 'bigint' | 'timestamptz' | 'jsonb';

/**
 * What a column holds: `timestamptz` as ISO 8601 UTC with milliseconds, `bigint` as bigint, `jsonb` as an object.
 */
export type ColumnValue = null | string | number | bigint | boolean | readonly string[] | object;

/** A row or part of one, by property name. */
export type RowValues = Readonly<Record<string, ColumnValue>>;

/** A read model's table as data: statements, entities and comparisons are derived from it. */
export interface TableDefinition {
  readonly schema: string;
  readonly name: string;
  /** Properties that identify a row. */
  readonly primaryKey: readonly string[];
  /** Every property of a row with its Postgres type; the column is the property in snake case. */
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** A table definition that the compiler holds to its row type. */
export type TableOf<Row, Key extends keyof Row & string> = TableDefinition & {
  readonly primaryKey: readonly Key[];
  readonly columns: { readonly [Property in keyof Row & string]: ColumnType };
};

/** `keyId` -> `key_id`. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `read.key_directory`: names come from definitions in this library, never from input. */
export function qualifiedName({ schema, name }: TableDefinition): string {
  return `${schema}.${name}`;
}
