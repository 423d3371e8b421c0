/** One statement per constant; values are numbered in the order of its comment. */

/** A verifier that is stopped in the middle must not keep others waiting for the rows it has locked (milliseconds). */
export const boundTransaction = `
SELECT set_config('lock_timeout', '1000ms', true), set_config('idle_in_transaction_session_timeout', '1000ms', true)`;

/** key ids, counters: in order, so that no two batches wait for each other */
export const addMissing = `
INSERT INTO fleet.limit_counter (key_id, counter)
SELECT key_id, counter FROM unnest($1::text[], $2::text[]) AS wanted (key_id, counter) ORDER BY key_id, counter
ON CONFLICT DO NOTHING`;

/** key ids */
export const readCounters = `
SELECT key_id AS "keyId", counter, state FROM fleet.limit_counter WHERE key_id = ANY ($1)`;

/** key ids, counters */
export const lockCounters = `
SELECT c.key_id AS "keyId", c.counter, c.state
FROM fleet.limit_counter c JOIN unnest($1::text[], $2::text[]) AS wanted (key_id, counter) USING (key_id, counter)
ORDER BY c.key_id, c.counter FOR UPDATE OF c`;

/** After the rows are locked, so that time does not go back from one who settles to the next. */
export const readView = `
SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs",
  (SELECT count(*)::integer FROM fleet.verifier v
   WHERE v.kind = 'verifier' AND v.left_at IS NULL AND v.leased_until > clock_timestamp()) AS verifiers`;

/** key ids, counters, states, from when on they may be forgotten (epoch milliseconds, or null) */
export const writeCounters = `
UPDATE fleet.limit_counter c
SET state = settled.state, forget_from = to_timestamp(settled.forget_from / 1000)
FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::float8[]) AS settled (key_id, counter, state, forget_from)
WHERE c.key_id = settled.key_id AND c.counter = settled.counter`;

/** at most so many: whoever holds one of them is not waited for */
export const forgetCounters = `
DELETE FROM fleet.limit_counter c USING (
  SELECT key_id, counter FROM fleet.limit_counter WHERE forget_from < clock_timestamp()
  ORDER BY forget_from LIMIT $1 FOR UPDATE SKIP LOCKED
) past
WHERE c.key_id = past.key_id AND c.counter = past.counter`;
