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
 * keys, hours, codes, names, counts, most names, name for the others. The bound on names per key, hour and code holds
 * across batches too: beyond it, a name that has no row yet is counted with the others. Requests without a name always
 * have their own row.
 */
const addBoundedCounts = (table: string, name: string) => `
WITH incoming AS (
  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bigint[])
    AS i (key_id, hour, code, ${name}, requests)
), placed AS (
  SELECT i.key_id, i.hour, i.code, i.requests,
    CASE
      WHEN known.key_id IS NOT NULL OR i.${name} = '' THEN i.${name}
      WHEN stored.names + row_number() OVER (
        PARTITION BY i.key_id, i.hour, i.code, known.key_id IS NULL ORDER BY i.${name}) <= $6 THEN i.${name}
      ELSE $7
    END AS ${name}
  FROM incoming i
  LEFT JOIN ${table} known USING (key_id, hour, code, ${name})
  CROSS JOIN LATERAL (
    SELECT count(*) AS names FROM ${table} s
    WHERE known.key_id IS NULL -- the others need no count, and they are nearly all
      AND s.key_id = i.key_id AND s.hour = i.hour AND s.code = i.code AND s.${name} NOT IN ('', $7)
  ) stored
)
INSERT INTO ${table} AS c (key_id, hour, code, ${name}, requests)
SELECT key_id, hour, code, ${name}, sum(requests)::bigint FROM placed GROUP BY key_id, hour, code, ${name}
ON CONFLICT (key_id, hour, code, ${name}) DO UPDATE SET requests = c.requests + excluded.requests`;

export const addCounts = addBoundedCounts('usage.request_count_hourly', 'operation');
export const addNetworkCounts = addBoundedCounts('usage.network_count_hourly', 'network');

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
