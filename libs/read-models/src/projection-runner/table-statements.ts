import { type TableDefinition, columnName, qualifiedName } from '../table.js';

/** A multi-row statement whose one parameter is a JSON array of records, which name their fields by property. */
export interface RecordStatement {
  /** Of the prepared statement: the same text in every session. */
  readonly name: string;
  readonly text: string;
}

/** The statements on a table, each derived from its definition once. */
export class TableStatements {
  private static readonly known = new WeakMap<TableDefinition, TableStatements>();
  private readonly patches = new Map<string, RecordStatement>();
  /** Records are rows. */
  readonly upsert: RecordStatement;
  /** Records are keys. */
  readonly delete: RecordStatement;

  static of(table: TableDefinition): TableStatements {
    let statements = TableStatements.known.get(table);
    if (statements === undefined) {
      statements = new TableStatements(table);
      TableStatements.known.set(table, statements);
    }
    return statements;
  }

  private constructor(private readonly table: TableDefinition) {
    this.upsert = { name: `${qualifiedName(table)}.upsert`, text: upsertText(table) };
    this.delete = { name: `${qualifiedName(table)}.delete`, text: deleteText(table) };
  }

  /**
   * Records are keys and these properties, which are not part of the key. One statement for each set of them, as many as
   * there are kinds of events and mixtures of these: a column that is not named costs nothing, least of all one that
   * others are computed from.
   */
  patch(properties: readonly string[]): RecordStatement {
    const set = properties.join();
    let statement = this.patches.get(set);
    if (statement === undefined) {
      const name = `${qualifiedName(this.table)}.patch.${this.patches.size}`;
      statement = { name, text: patchText(this.table, properties) };
      this.patches.set(set, statement);
    }
    return statement;
  }
}

function upsertText(table: TableDefinition): string {
  const properties = Object.keys(table.columns);
  const others = properties.filter((property) => !table.primaryKey.includes(property));
  const columns = properties.map(columnName).join(', ');
  const set = others
    .map((property) => `${columnName(property)} = excluded.${columnName(property)}`)
    .join(', ');
  return `
INSERT INTO ${qualifiedName(table)} (${columns})
SELECT ${properties.map(quoted).join(', ')}
FROM ${records(table, properties)}
ON CONFLICT (${table.primaryKey.map(columnName).join(', ')})
${others.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${set}`}`;
}

function patchText(table: TableDefinition, properties: readonly string[]): string {
  const set = properties.map((property) => `${columnName(property)} = record.${quoted(property)}`).join(', ');
  return `
UPDATE ${qualifiedName(table)} AS target
SET ${set}
FROM ${records(table, [...table.primaryKey, ...properties])}
WHERE ${keyMatches(table)}`;
}

function deleteText(table: TableDefinition): string {
  return `
DELETE FROM ${qualifiedName(table)} AS target
USING ${records(table, table.primaryKey)}
WHERE ${keyMatches(table)}`;
}

/** `json` and not `jsonb`: each record is read once, and to build its binary form first takes half as long again. */
function records(table: TableDefinition, properties: readonly string[]): string {
  const columns = properties.map((property) => `${quoted(property)} ${columnType(table, property)}`);
  return `json_to_recordset($1::json) AS record (${columns.join(', ')})`;
}

function columnType(table: TableDefinition, property: string): string {
  const type = table.columns[property];
  if (type === undefined) throw new Error(`${qualifiedName(table)} has no ${property}.`);
  return type;
}

function keyMatches(table: TableDefinition): string {
  return table.primaryKey
    .map((property) => `target.${columnName(property)} = record.${quoted(property)}`)
    .join(' AND ');
}

function quoted(property: string): string {
  return `"${property}"`;
}
