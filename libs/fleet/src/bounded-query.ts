import type pg from 'pg';

/** A database that does not answer must not keep a lease from being renewed over another connection. */
const queryMsMax = 3_000;

export async function boundedQuery<Row extends object>(
  pool: Pick<pg.Pool, 'query'>,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  // Of this query alone, which pg takes and its types do not know.
  const bounded: pg.QueryConfig & { readonly query_timeout: number } = {
    ...{ text, values: [...values] },
    query_timeout: queryMsMax,
  };
  const { rows } = await pool.query<Row>(bounded);
  return rows;
}
