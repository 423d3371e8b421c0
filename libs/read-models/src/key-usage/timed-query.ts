import type pg from 'pg';

/** A database that has vanished without closing the connection is noticed after this long. */
const queryMsMax = 10_000;

export function timed(text: string, values: unknown[] = []): pg.QueryConfig {
  const query = { text, values, query_timeout: queryMsMax };
  return query;
}
