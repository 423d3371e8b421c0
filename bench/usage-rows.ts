import type pg from 'pg';

export const keysCount = 10_000;
export const days = 90;
/** Every key is used in one of so many hours: twice in three days. */
const hoursPerUse = 36;
/** The first account has half of all keys, the others a hundred each. */
export const largestAccount = 'account-0';
const keysOfLargest = keysCount / 2;

/** Key n, its account, and the partition that its requests come through. */
const keys = `
  SELECT n, 'key_' || n AS key_id, n % 6 AS partition,
    'account-' || CASE WHEN n < ${keysOfLargest} THEN 0 ELSE n / 100 END AS account_id
  FROM generate_series(0, ${keysCount - 1}) n`;

/** One use in ten is refused; five operations and three networks a key. */
const hoursOfKeys = `
CREATE UNLOGGED TABLE used AS
SELECT k.key_id, k.account_id, k.partition, at AS start, 1 + (h.hour + k.n) % 40 AS requests,
  (ARRAY['VALID', 'INSUFFICIENT_SCOPE', 'KEY_ROTATED'])[
    CASE WHEN (k.n + h.hour / ${hoursPerUse}) % 10 > 0 THEN 1 ELSE 2 + k.n % 2 END] AS code,
  'orders:Op' || (k.n + h.hour / ${hoursPerUse}) % 5 AS operation,
  format('10.%s.%s.0/24', k.n % 200, (h.hour / ${hoursPerUse}) % 3) AS network
FROM (${keys}) k
CROSS JOIN LATERAL generate_series(k.n % ${hoursPerUse}, ${days * 24 - 1}, ${hoursPerUse}) h (hour)
CROSS JOIN LATERAL (SELECT date_trunc('hour', now(), 'UTC') - h.hour * interval '1 hour') t (at)`;

const intoHours = (by: string) => `
INSERT INTO usage.${by}_hour (key_id, start, code, ${by}, requests, account_id)
SELECT key_id, start, code, ${by}, requests, account_id FROM used
UNION ALL
SELECT '*' || account_id || '/' || partition AS key_id, start, code, ${by}, sum(requests), account_id FROM used
GROUP BY account_id, partition, start, code, ${by}
ORDER BY key_id, start`;

const intoDays = (by: string) => `
INSERT INTO usage.${by}_day (key_id, start, code, ${by}, requests, account_id)
SELECT key_id, date_trunc('day', start, 'UTC') AS day, code, ${by}, sum(requests), account_id FROM usage.${by}_hour
GROUP BY key_id, day, code, ${by}, account_id
ORDER BY key_id, day`;

/** The sums of days that the auditor writes with them. */
const intoWeeks = `
INSERT INTO usage.network_week
SELECT key_id, date_trunc('week', start, 'UTC') AS week, code, network, sum(requests) FROM usage.network_day
WHERE key_id LIKE '*%' GROUP BY key_id, week, code, network;
INSERT INTO usage.operation_week
SELECT key_id, date_trunc('week', start, 'UTC') AS week, code, operation, sum(requests) FROM usage.operation_day
WHERE key_id LIKE '*%' GROUP BY key_id, week, code, operation;
INSERT INTO usage.key_week
SELECT account_id, date_trunc('week', start, 'UTC') AS week, key_id,
  coalesce(sum(requests) FILTER (WHERE code = 'VALID'), 0), coalesce(sum(requests) FILTER (WHERE code <> 'VALID'), 0)
FROM usage.operation_day WHERE key_id NOT LIKE '*%' GROUP BY account_id, week, key_id`;

/** As wide as a count, read by its key alone: what reading so many rows costs at least. */
const plainRows = `
CREATE TABLE plain AS
SELECT row_number() OVER () AS id, key_id, start, code, operation, requests::bigint, account_id FROM used;
ALTER TABLE plain ADD PRIMARY KEY (id);
DROP TABLE used`;

/** Hours and days of every key and account, as the auditor would have written them. */
export async function fillUsage(pool: pg.Pool): Promise<void> {
  await pool.query(hoursOfKeys);
  for (const by of ['operation', 'network']) {
    await pool.query(intoHours(by));
    await pool.query(intoDays(by));
  }
  await pool.query(intoWeeks);
  await pool.query(plainRows);
  await pool.query('VACUUM ANALYZE');
}
