/** What time has brought about and the log does not say yet. Each page is one walk along a partial index of few rows. */

/** now, expiry and id after which to go on, most rows. Index `key_directory_expiry_due`. */
export const expiredKeys = `
SELECT key_id AS "keyId", expires_at::text AS instant FROM read.key_directory
WHERE expires_at IS NOT NULL AND NOT expiry_recorded AND status <> 'revoked'
  AND expires_at <= $1 AND (expires_at, key_id) > ($2::timestamptz, $3)
ORDER BY expires_at, key_id LIMIT $4`;

/** now, end and id after which to go on, most rows. Index `key_directory_rotating`. */
export const endedOverlaps = `
SELECT key_id AS "keyId", overlap_ends_at::text AS instant FROM read.key_directory
WHERE successor_id IS NOT NULL AND rotation_completed_at IS NULL AND status <> 'revoked'
  AND overlap_ends_at <= $1 AND (overlap_ends_at, key_id) > ($2::timestamptz, $3)
ORDER BY overlap_ends_at, key_id LIMIT $4`;

const remindable = `
  FROM read.key_directory
  WHERE expires_at IS NOT NULL AND NOT expiry_recorded AND status <> 'revoked' AND successor_id IS NULL
    AND expires_at > $1 AND expires_at <= $2 AND (expires_at, key_id) > ($4::timestamptz, $5)`;

/**
 * Expiries after and up to, days of the reminder, expiry and id after which to go on, most rows. In two parts, since "not
 * reminded yet" is a place of its own in the index `key_directory_reminder_due`.
 */
export const dueReminders = `
SELECT key_id AS "keyId", expires_at::text AS instant FROM (
  (SELECT key_id, expires_at ${remindable} AND reminded_days_before IS NULL ORDER BY expires_at, key_id LIMIT $6)
  UNION ALL
  (SELECT key_id, expires_at ${remindable} AND reminded_days_before > $3 ORDER BY expires_at, key_id LIMIT $6)
) AS due
ORDER BY expires_at, key_id LIMIT $6`;

/**
 * id after which to go on, most rows, most generations. For how long each key had not been used when its successor was,
 * counted from the rotation where the key was never used since; null: the successor was never used. A successor that was
 * rotated in its turn is in use when its own is.
 */
export const drainingKeys = `
WITH RECURSIVE draining AS (
  SELECT key_id, successor_id, (overlap ->> 'unusedForMs')::bigint AS unused_for_ms
  FROM read.key_directory
  WHERE successor_id IS NOT NULL AND rotation_completed_at IS NULL AND status <> 'revoked'
    AND overlap ->> 'kind' = 'until-drained' AND key_id > $1
  ORDER BY key_id LIMIT $2
), heirs AS (
  SELECT key_id, successor_id AS heir_id, 1 AS generation FROM draining
  UNION ALL
  SELECT h.key_id, k.successor_id, h.generation + 1
  FROM heirs h JOIN read.key_directory k ON k.key_id = h.heir_id
  WHERE k.successor_id IS NOT NULL AND h.generation < $3
), uses AS (
  SELECT h.key_id, max(u.time) AS last_use
  FROM heirs h JOIN usage.last_used u ON u.key_id = h.heir_id GROUP BY h.key_id
)
SELECT d.key_id AS "keyId", d.unused_for_ms::float8 AS "wantedMs",
  floor(extract(epoch FROM uses.last_use - greatest(s.created_at, own.time)) * 1000)::float8 AS "unusedForMs"
FROM draining d
JOIN read.key_directory s ON s.key_id = d.successor_id
LEFT JOIN usage.last_used own ON own.key_id = d.key_id
LEFT JOIN uses ON uses.key_id = d.key_id
ORDER BY d.key_id`;

/** position after which to go on, instant before which a key is old enough, most rows. Index `key_directory_successors`. */
export const successors = `
SELECT s.key_id AS "keyId", s.rotated_from AS "rotatedFrom", s.created_position::text AS position,
  s.created_at <= $2 AS "isOldEnough", p.successor_id IS NOT DISTINCT FROM s.key_id AS "isLinked"
FROM read.key_directory s LEFT JOIN read.key_directory p ON p.key_id = s.rotated_from
WHERE s.rotated_from IS NOT NULL AND s.status <> 'revoked' AND s.created_position > $1
ORDER BY s.created_position LIMIT $3`;

/** Created up to, creation and id after which to go on, most rows. Index `key_directory_rotation_reminder_due`. */
export const dueRotations = `
SELECT key_id AS "keyId", created_at::text AS instant FROM read.key_directory
WHERE NOT rotation_reminded AND NOT expiry_recorded AND status <> 'revoked' AND successor_id IS NULL
  AND created_at <= $1 AND (created_at, key_id) > ($2::timestamptz, $3)
ORDER BY created_at, key_id LIMIT $4`;

/**
 * Unused since, id after which to go on, most rows looked at. All keys in turn, since no index knows of uses: pages are of
 * keys that were looked at, so that none takes long.
 */
export const disusedKeys = `
SELECT k.key_id AS "keyId",
  to_char(u.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastUsedAt",
  k.status <> 'revoked' AND NOT k.expiry_recorded AND k.successor_id IS NULL
    AND k.created_at <= $1 AND coalesce(u.time <= $1, true)
    AND (NOT k.disuse_reminded OR coalesce(u.time > coalesce(k.disuse_reminded_since, '-infinity'), false)) AS "isDue"
FROM read.key_directory k LEFT JOIN usage.last_used u ON u.key_id = k.key_id
WHERE k.key_id > $2
ORDER BY k.key_id LIMIT $3`;
