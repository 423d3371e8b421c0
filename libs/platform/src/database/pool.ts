import pg from 'pg';

/** pg-types numbers its types by an enum that pg does not export. */
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly connectionsMax?: number;
  /** Called for errors of idle connections, which would otherwise end the process. */
  readonly onIdleError?: (error: Error) => void;
}

export const connectTimeoutMs = 5_000;

/** `bigint` columns arrive as `bigint`, JSON parsed, timestamps as `Date`. */
export function createPool(databaseUrl: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: options.applicationName,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    types: ledgerTypes,
  });
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum lacks this type
const int8Array: TypeId = 1016 as TypeId;

/** Positions do not fit a double for certain, so they never become one. */
export const ledgerTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: TypeId, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
    if (oid === pg.types.builtins.INT8) return (text: string) => BigInt(text);
    if (oid === int8Array) return parseBigintArray;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

function parseBigintArray(text: string): (bigint | null)[] {
  const parse = pg.types.getTypeParser(int8Array, 'text') as (text: string) => (string | null)[];
  return parse(text).map((item) => (item === null ? null : BigInt(item)));
}
