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
 * keys, hours, codes, operations, counts, most operations, name for the others. The bound on operations per key, hour
 * and code holds across batches too: beyond it, an operation that has no row yet is counted with the others. Requests
 * without an operation always have their own row.
 */
export const addCounts = `
WITH incoming AS (
  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bigint[])
    AS i (key_id, hour, code, operation, requests)
), placed AS (
  SELECT i.key_id, i.hour, i.code, i.requests,
    CASE
      WHEN known.key_id IS NOT NULL OR i.operation = '' THEN i.operation
      WHEN stored.operations + row_number() OVER (
        PARTITION BY i.key_id, i.hour, i.code, known.key_id IS NULL ORDER BY i.operation) <= $6 THEN i.operation
      ELSE $7
    END AS operation
  FROM incoming i
  LEFT JOIN usage.request_count_hourly known USING (key_id, hour, code, operation)
  CROSS JOIN LATERAL (
    SELECT count(*) AS operations FROM usage.request_count_hourly s
    WHERE known.key_id IS NULL -- the others need no count, and they are nearly all
      AND s.key_id = i.key_id AND s.hour = i.hour AND s.code = i.code AND s.operation NOT IN ('', $7)
  ) stored
)
INSERT INTO usage.request_count_hourly AS c (key_id, hour, code, operation, requests)
SELECT key_id, hour, code, operation, sum(requests)::bigint FROM placed GROUP BY key_id, hour, code, operation
ON CONFLICT (key_id, hour, code, operation) DO UPDATE SET requests = c.requests + excluded.requests`;

/** keys, times, operations, addresses, codes, producers, sequences. The order is `isMoreRecent` of the usage library. */
const keepMoreRecent = (table: string) => `
INSERT INTO ${table} AS l (key_id, time, operation, client_address, code, producer, sequence)
SELECT * FROM unnest(
  $1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
ON CONFLICT (key_id) DO UPDATE SET
  time = excluded.time, operation = excluded.operation, client_address = excluded.client_address,
  code = excluded.code, producer = excluded.producer, sequence = excluded.sequence
WHERE (excluded.time, excluded.sequence, excluded.producer COLLATE "C")
    > (l.time, l.sequence, l.producer COLLATE "C")`;

export const keepLastUsed = keepMoreRecent('usage.last_used');
export const keepLastRefused = keepMoreRecent('usage.last_refused');

export const forgetOffsets = 'DELETE FROM usage.consumer_offset';
