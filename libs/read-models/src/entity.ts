import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { type ColumnType, type TableDefinition, columnName } from './table.js';

/** TypeORM's view of a table: flat, without relations; rows read through it are as projections write them. */
export function entityOf<Row extends object>(name: string, table: TableDefinition): EntitySchema<Row> {
  const columns = Object.entries(table.columns).map(([property, type]) => [
    property,
    {
      ...columnOptions[type],
      name: columnName(property),
      primary: table.primaryKey.includes(property),
      nullable: true,
    },
  ]);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- TypeORM declares its options as a class
  return new EntitySchema<Row>({
    name,
    schema: table.schema,
    tableName: table.name,
    synchronize: false, // tables are made by migrations alone
    columns: Object.fromEntries(columns) as never,
  });
}

const columnOptions: Readonly<Record<ColumnType, EntitySchemaColumnOptions>> = {
  text: { type: 'text' },
  'text[]': { type: 'text', array: true },
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  bigint: { type: 'bigint', transformer: { from: toBigint, to: (value: unknown) => value } },
  timestamptz: { type: 'timestamptz', transformer: { from: toIsoTime, to: (value: unknown) => value } },
  jsonb: { type: 'jsonb' },
};

/** The driver gives text or bigint, depending on how its types were configured. */
function toBigint(value: string | bigint | null): bigint | null {
  return value === null ? null : BigInt(value);
}

function toIsoTime(value: Date | null): string | null {
  return value === null ? null : value.toISOString();
}
