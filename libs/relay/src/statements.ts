/** One statement per constant; values are numbered in the order of its comment. */

/** key ids, times (one each) */
export const noteForgettable = `
INSERT INTO relay.forgettable_key (key_id, forget_after)
SELECT * FROM unnest($1::text[], $2::timestamptz[])
ON CONFLICT (key_id) DO UPDATE SET forget_after = excluded.forget_after`;

/** key ids */
export const noteUnforgettable = `DELETE FROM relay.forgettable_key WHERE key_id = ANY ($1)`;

/** now, most keys */
export const findForgettable = `
SELECT key_id AS "keyId" FROM relay.forgettable_key WHERE forget_after <= $1 ORDER BY forget_after LIMIT $2`;
