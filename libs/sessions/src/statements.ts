export const insert = `
INSERT INTO session.session (id_digest, key_id, created_at, seen_at) VALUES ($1, $2, $3, $3)`;

/** Those that have ended by themselves, and of a key what is beyond so many, the ones that were used the longest ago. */
export const prune = `
DELETE FROM session.session
WHERE seen_at <= $1 OR created_at <= $2 OR id_digest IN (
  SELECT id_digest FROM session.session WHERE key_id = $3 ORDER BY seen_at DESC, id_digest OFFSET $4
)`;

export const find = `
SELECT key_id AS "keyId", created_at AS "createdAt", seen_at AS "seenAt"
FROM session.session WHERE id_digest = $1`;

/** Requests may come in another order than they are served in. */
export const touch = `
UPDATE session.session SET seen_at = $2 WHERE id_digest = $1 AND seen_at < $2`;

export const remove = `
DELETE FROM session.session WHERE id_digest = $1`;

export const removeOfKey = `
DELETE FROM session.session WHERE key_id = $1`;
