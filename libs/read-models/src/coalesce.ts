import type { RowChange } from './row-change.js';
import type { ColumnValue, RowValues, TableDefinition } from './table.js';

/** At most one change per row, with the same effect as all that were added, in order. */
export class CoalescedChanges {
  private readonly rows: ReadonlyMap<string, Map<string, RowChange>>;

  constructor(private readonly tables: readonly TableDefinition[]) {
    this.rows = new Map(tables.map(({ name }) => [name, new Map<string, RowChange>()]));
  }

  add(changes: readonly RowChange[]): void {
    for (const change of changes) {
      const table = tableNamed(this.tables, change.table);
      const rows = this.rows.get(table.name);
      const key = rowKey(table, change.kind === 'upsert' ? change.row : change.key);
      const earlier = rows?.get(key);
      rows?.set(key, earlier === undefined ? change : merge(earlier, change));
    }
  }

  /** How many rows are changed. */
  get size(): number {
    return [...this.rows.values()].reduce((sum, { size }) => sum + size, 0);
  }

  of({ name }: TableDefinition): readonly RowChange[] {
    return [...(this.rows.get(name)?.values() ?? [])];
  }
}

export function coalesce(
  changes: readonly RowChange[],
  tables: readonly TableDefinition[],
): CoalescedChanges {
  const coalesced = new CoalescedChanges(tables);
  coalesced.add(changes);
  return coalesced;
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
