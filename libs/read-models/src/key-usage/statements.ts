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

/** One statement per constant; values are numbered in the order of its comment. Sets of rows come as one array a column. */

/**
 * topic, partition, group, offset of the batch. Answers with the next offset to count, and holds the row until the
 * transaction ends: whoever else counts this partition waits, then finds what has been counted.
 */
export const claimOffset = `
INSERT INTO usage.consumer_offset AS o (topic, partition, group_name, next_offset) VALUES ($1, $2, $3, $4)
ON CONFLICT (topic, partition, group_name) DO UPDATE SET next_offset = o.next_offset
RETURNING next_offset AS "nextOffset"`;

/** topic, partition, group, next offset */
export const advanceOffset = `
UPDATE usage.consumer_offset SET next_offset = $4 WHERE topic = $1 AND partition = $2 AND group_name = $3`;

/** topic, partition, group */
export const readOffset = `
SELECT next_offset AS "nextOffset" FROM usage.consumer_offset
WHERE topic = $1 AND partition = $2 AND group_name = $3`;

/** topic, partition, group, producers */
export const readSequences = `
SELECT producer, last_sequence AS "lastSequence" FROM usage.producer_sequence
WHERE topic = $1 AND partition = $2 AND group_name = $3 AND producer = ANY ($4)`;

/** topic, partition, group, producers, last sequences */
export const writeSequences = `
INSERT INTO usage.producer_sequence (topic, partition, group_name, producer, last_sequence)
SELECT $1, $2, $3, * FROM unnest($4::text[], $5::bigint[])
ON CONFLICT (topic, partition, group_name, producer)
DO UPDATE SET last_sequence = excluded.last_sequence, seen_at = excluded.seen_at`;

/** how long a producer must have been silent, in ms */
export const forgetProducers = `
DELETE FROM usage.producer_sequence WHERE seen_at < now() - $1 * interval '1 ms'`;

/**
 * keys, starts, codes, names, counts, accounts, most names, name for the others. The bound on names per key, bucket and code
 * holds across batches too: beyond it, a name that has no row yet is counted with the others. Requests without a name
 * always have their own row. What is looked up is looked up by row, so that each look goes to one partition. `sums` are
 * further parts of the statement that add up what was placed: so they add up to the same, whatever the bound did.
 */
const addBoundedCounts = (table: string, name: string, sums: readonly string[] = []) => `
WITH incoming AS (
  SELECT i.*, EXISTS (
    SELECT FROM ${table} k
    WHERE k.key_id = i.key_id AND k.start = i.start AND k.code = i.code AND k.${name} = i.${name}) AS known
  FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bigint[], $6::text[])
    AS i (key_id, start, code, ${name}, requests, account_id)
), placed AS (
  SELECT key_id, start, code, requests, account_id,
    CASE
      WHEN known OR ${name} = '' THEN ${name}
      -- The others need no count, and they are nearly all.
      WHEN row_number() OVER (PARTITION BY key_id, start, code, known ORDER BY ${name}) + (
        SELECT count(*) FROM ${table} s
        WHERE s.key_id = i.key_id AND s.start = i.start AND s.code = i.code AND s.${name} NOT IN ('', $8)
      ) <= $7 THEN ${name}
      ELSE $8
    END AS ${name}
  FROM incoming i
)${sums.map((sum) => `, ${sum}`).join('')}
INSERT INTO ${table} AS c (key_id, start, code, ${name}, requests, account_id)
SELECT key_id, start, code, ${name}, sum(requests)::bigint, account_id FROM placed
GROUP BY key_id, start, code, ${name}, account_id
ON CONFLICT (key_id, start, code, ${name}) DO UPDATE SET requests = c.requests + excluded.requests, account_id = excluded.account_id`;

/** Of whole accounts, by week. */
const addWeek = (name: CountedBy) => `week AS (
  INSERT INTO ${weekTable(name)} AS w (key_id, start, code, ${name}, requests)
  SELECT key_id, date_trunc('week', start, 'UTC') AS week, code, ${name}, sum(requests)::bigint FROM placed
  WHERE ${ofWholeAccounts} GROUP BY key_id, week, code, ${name}
  ON CONFLICT (key_id, start, code, ${name}) DO UPDATE SET requests = w.requests + excluded.requests
)`;

/** Of keys, by week. */
const addKeyWeek = `key_week AS (
  INSERT INTO ${keyWeekTable} AS w (account_id, start, key_id, accepted, refused)
  SELECT account_id, date_trunc('week', start, 'UTC') AS week, key_id, ${acceptedAndRefused('requests')} FROM placed
  WHERE ${ofSingleKeys} GROUP BY account_id, week, key_id
  ON CONFLICT (account_id, start, key_id)
  DO UPDATE SET accepted = w.accepted + excluded.accepted, refused = w.refused + excluded.refused
)`;

const addCounts = (by: CountedBy, daySums: readonly string[]): Readonly<Record<Resolution, string>> => ({
  minute: addBoundedCounts(countTable(by, 'minute'), by),
  hour: addBoundedCounts(countTable(by, 'hour'), by),
  day: addBoundedCounts(countTable(by, 'day'), by, daySums),
});

// Each request has one operation, or none, so that adding up operations counts the requests of a key.
export const addOperationCounts = addCounts('operation', [addWeek('operation'), addKeyWeek]);
export const addNetworkCounts = addCounts('network', [addWeek('network')]);

/**
 * keys, times, operations, addresses, codes, agents, verifiers, producers, sequences. The order is `isMoreRecent` of the
 * usage library.
 */
const keepMoreRecent = (table: string) => `
INSERT INTO ${table} AS l
  (key_id, time, operation, client_address, code, user_agent, verifier, producer, sequence)
SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::bigint[])
ON CONFLICT (key_id) DO UPDATE SET
  time = excluded.time, operation = excluded.operation, client_address = excluded.client_address,
  code = excluded.code, user_agent = excluded.user_agent, verifier = excluded.verifier,
  producer = excluded.producer, sequence = excluded.sequence
WHERE (excluded.time, excluded.sequence, excluded.producer COLLATE "C")
    > (l.time, l.sequence, l.producer COLLATE "C")`;

export const keepLastUsed = keepMoreRecent('usage.last_used');
export const keepLastRefused = keepMoreRecent('usage.last_refused');

/**
 * keys, times, operations, addresses, codes, agents, verifiers, accounts, slots of a ring. At most as many of a key as the
 * ring has slots. The newest takes the place of the oldest, so nothing is ever deleted and no more than that is kept.
 */
export const keepActivity = `
WITH incoming AS (
  SELECT i.*, row_number() OVER (PARTITION BY key_id ORDER BY place DESC) AS from_last
  FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    WITH ORDINALITY AS i (key_id, time, operation, client_address, code, user_agent, verifier, account_id, place)
), ring AS (
  INSERT INTO usage.activity_ring AS r (key_id, written)
  SELECT key_id, count(*) FROM incoming GROUP BY key_id
  ON CONFLICT (key_id) DO UPDATE SET written = r.written + excluded.written
  RETURNING key_id, written
)
INSERT INTO usage.activity (key_id, slot, account_id, time, operation, code, client_address, user_agent, verifier)
SELECT key_id, (written - from_last) % $9, account_id, time, operation, code, client_address, user_agent, verifier
FROM incoming JOIN ring USING (key_id)
ON CONFLICT (key_id, slot) DO UPDATE SET
  account_id = excluded.account_id, time = excluded.time, operation = excluded.operation, code = excluded.code,
  client_address = excluded.client_address, user_agent = excluded.user_agent, verifier = excluded.verifier,
  written_by = excluded.written_by`;

export const forgetOffsets = 'DELETE FROM usage.consumer_offset';
