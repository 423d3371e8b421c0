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
