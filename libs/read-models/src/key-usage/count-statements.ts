import type { Resolution } from '@keyledger/usage';
import {
  type CountedBy,
  acceptedAndRefused,
  countTable,
  keyWeekTable,
  ofSingleKeys,
  ofWholeAccounts,
  weekTable,
} from './rollup-tables.js';

/** Values are numbered in the order of their comments. Sets of rows come as one array a column. */

/**
 * keys, starts of days, codes, how many names come, most names. Answers with the places (from 1) of those that might have
 * more names of that day afterwards, if none of the names that come were there before.
 */
const findCrowded = (by: CountedBy): string => `
SELECT i.place::integer AS place
FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::integer[]) WITH ORDINALITY
  AS i (key_id, start, code, names, place)
WHERE i.names + (
  SELECT count(*) FROM ${countTable(by, 'day')} d
  WHERE d.key_id = i.key_id AND d.start = i.start AND d.code = i.code
) > $5`;

const columns = (by: CountedBy): string => `key_id, start, code, ${by}, requests, account_id`;

const arrays = 'unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bigint[], $6::text[])';

/**
 * keys, starts, codes, names, counts, accounts. In the order of the key, so that neighbours are written together. `sums`
 * are further parts of the statement that add up the same.
 */
const addRoomy = (by: CountedBy, resolution: Resolution, sums: readonly string[]): string => `
WITH placed AS (
  SELECT * FROM ${arrays} AS i (${columns(by)})
)${sums.map((sum) => `, ${sum}`).join('')}
INSERT INTO ${countTable(by, resolution)} AS c (${columns(by)})
SELECT * FROM placed ORDER BY key_id, start, code, ${by}
ON CONFLICT (key_id, start, code, ${by}) DO UPDATE SET requests = c.requests + excluded.requests, account_id = excluded.account_id`;

/**
 * keys, starts, codes, names, counts, accounts, most names, name for the others. The bound on names per key, bucket and code
 * holds across batches too: beyond it, a name that has no row yet is counted with the others. Requests without a name
 * always have their own row. What is looked up is looked up by row, so that each look goes to one partition. `sums` are
 * further parts of the statement that add up what was placed: so they add up to the same, whatever the bound did.
 */
const addCrowded = (by: CountedBy, table: string, sums: readonly string[]): string => `
WITH incoming AS (
  SELECT i.*, EXISTS (
    SELECT FROM ${table} k
    WHERE k.key_id = i.key_id AND k.start = i.start AND k.code = i.code AND k.${by} = i.${by}) AS known
  FROM ${arrays} AS i (${columns(by)})
), placed AS (
  SELECT key_id, start, code, requests, account_id,
    CASE
      WHEN known OR ${by} = '' THEN ${by}
      -- The others need no count, and they are nearly all.
      WHEN row_number() OVER (PARTITION BY key_id, start, code, known ORDER BY ${by}) + (
        SELECT count(*) FROM ${table} s
        WHERE s.key_id = i.key_id AND s.start = i.start AND s.code = i.code AND s.${by} NOT IN ('', $8)
      ) <= $7 THEN ${by}
      ELSE $8
    END AS ${by}
  FROM incoming i
)${sums.map((sum) => `, ${sum}`).join('')}
INSERT INTO ${table} AS c (key_id, start, code, ${by}, requests, account_id)
SELECT key_id, start, code, ${by}, sum(requests)::bigint, account_id FROM placed
GROUP BY key_id, start, code, ${by}, account_id
ON CONFLICT (key_id, start, code, ${by}) DO UPDATE SET requests = c.requests + excluded.requests, account_id = excluded.account_id`;

/** Of whole accounts, by week. */
const addWeek = (by: CountedBy): string => `week AS (
  INSERT INTO ${weekTable(by)} AS w (key_id, start, code, ${by}, requests)
  SELECT key_id, date_trunc('week', start, 'UTC') AS week, code, ${by}, sum(requests)::bigint FROM placed
  WHERE ${ofWholeAccounts} GROUP BY key_id, week, code, ${by}
  ON CONFLICT (key_id, start, code, ${by}) DO UPDATE SET requests = w.requests + excluded.requests
)`;

/** Of keys, by week. */
const addKeyWeek = `key_week AS (
  INSERT INTO ${keyWeekTable} AS w (account_id, start, key_id, accepted, refused)
  SELECT account_id, date_trunc('week', start, 'UTC') AS week, key_id, ${acceptedAndRefused('requests')} FROM placed
  WHERE ${ofSingleKeys} GROUP BY account_id, week, key_id
  ON CONFLICT (account_id, start, key_id)
  DO UPDATE SET accepted = w.accepted + excluded.accepted, refused = w.refused + excluded.refused
)`;

export interface CountStatements {
  readonly findCrowded: string;
  /** Where no bound can be reached. */
  readonly addRoomy: Readonly<Record<Resolution, string>>;
  readonly addCrowded: Readonly<Record<Resolution, string>>;
}

const statementsOf = (by: CountedBy, daySums: readonly string[]): CountStatements => ({
  findCrowded: findCrowded(by),
  addRoomy: {
    minute: addRoomy(by, 'minute', []),
    hour: addRoomy(by, 'hour', []),
    day: addRoomy(by, 'day', daySums),
  },
  addCrowded: {
    minute: addCrowded(by, countTable(by, 'minute'), []),
    hour: addCrowded(by, countTable(by, 'hour'), []),
    day: addCrowded(by, countTable(by, 'day'), daySums),
  },
});

export const countStatements: Readonly<Record<CountedBy, CountStatements>> = {
  // Each request has one operation, or none, so that adding up operations counts the requests of a key.
  operation: statementsOf('operation', [addWeek('operation'), addKeyWeek]),
  network: statementsOf('network', [addWeek('network')]),
};
