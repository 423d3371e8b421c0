import { type TableDefinition, columnName, qualifiedName } from '../table.js';

/** Each takes one parameter, a JSON array of records. */
export interface TableStatements {
  /** Records are rows. */
  readonly upsert: string;
  /** Records are keys with `changes`, an object by column. */
  readonly patch: string;
  /** Records are keys. */
  readonly delete: string;
}

const known = new WeakMap<TableDefinition, TableStatements>();

/** Multi-row statements on a table, derived from its definition once. */
export function tableStatements(table: TableDefinition): TableStatements {
  let statements = known.get(table);
  if (statements === undefined) {
    statements = {
      upsert: upsertStatement(table),
      patch: patchStatement(table),
      delete: deleteStatement(table),
    };
    known.set(table, statements);
  }
  return statements;
}

function upsertStatement(table: TableDefinition): string {
  const properties = Object.keys(table.columns);
  const others = nonKeyProperties(table);
  const columns = properties.map(columnName).join(', ');
  const set = others
    .map((property) => `${columnName(property)} = excluded.${columnName(property)}`)
    .join(', ');
  return `
INSERT INTO ${qualifiedName(table)} (${columns})
SELECT ${properties.map(quoted).join(', ')}
FROM jsonb_to_recordset($1::jsonb) AS record (${recordColumns(table, properties)})
ON CONFLICT (${table.primaryKey.map(columnName).join(', ')})
${others.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${set}`}`;
}

/** Columns that a record's `changes` does not mention keep their value: one statement for any set of columns. */
function patchStatement(table: TableDefinition): string {
  const columns = nonKeyProperties(table).map(columnName);
  return `
UPDATE ${qualifiedName(table)} AS target
SET (${columns.join(', ')}) = (
  SELECT ${columns.map((column) => `patched.${column}`).join(', ')}
  FROM jsonb_populate_record(target, record.changes) AS patched
)
FROM jsonb_to_recordset($1::jsonb) AS record (${recordColumns(table, table.primaryKey)}, changes jsonb)
WHERE ${keyMatches(table)}`;
}

function deleteStatement(table: TableDefinition): string {
  return `
DELETE FROM ${qualifiedName(table)} AS target
USING jsonb_to_recordset($1::jsonb) AS record (${recordColumns(table, table.primaryKey)})
WHERE ${keyMatches(table)}`;
}

function nonKeyProperties(table: TableDefinition): readonly string[] {
  return Object.keys(table.columns).filter((property) => !table.primaryKey.includes(property));
}

function recordColumns(table: TableDefinition, properties: readonly string[]): string {
  return properties.map((property) => `${quoted(property)} ${table.columns[property] ?? ''}`).join(', ');
}

function keyMatches(table: TableDefinition): string {
  return table.primaryKey
    .map((property) => `target.${columnName(property)} = record.${quoted(property)}`)
    .join(' AND ');
}

/** Records name their fields by property. */
function quoted(property: string): string {
  return `"${property}"`;
}
