import pg from 'pg';

/** pg-types numbers its types by an enum that pg does not export. */
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly connectionsMax?: number;
  /** Told of each session that is lost, idle or in use; whoever uses it is refused besides. */
  readonly onSessionLost?: (error: Error) => void;
  /** Bounds of this pool's own. */
  readonly bounds?: SessionBounds;
}

export type SessionBounds = Pick<
  pg.PoolConfig,
  'query_timeout' | 'statement_timeout' | 'lock_timeout' | 'idle_in_transaction_session_timeout'
>;

export const connectTimeoutMs = 5_000;
/** A database that has vanished without closing the connection is noticed when a query has had no answer for this long. */
export const queryMsMax = 30_000;
/** How long a connection may be quiet before the system asks whether the other side is still there. */
export const keepAliveDelayMs = 10_000;

/** `bigint` columns arrive as `bigint`, JSON parsed, timestamps as `Date`. */
export function createPool(databaseUrl: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: options.applicationName,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryMsMax,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
    types: ledgerTypes,
    ...options.bounds,
  });
  // The pool looks after idle sessions alone: one that is lost between two queries of its user would end the process.
  pool.on('connect', (session) => session.on('error', (error) => options.onSessionLost?.(error)));
  pool.on('error', () => undefined); // the same error as the session's own
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
