/** One statement per constant; values are numbered in the order of its comment. */

/** id, name, staleness bound (ms), position, lease (ms), how long those that ended are kept (ms) */
export const register = `SELECT fleet.register($1, $2, $3, $4, $5, $6)`;

/** id, position, lease (ms), most reports kept */
export const renew = `SELECT fleet.renew($1, $2, $3, $4) AS known`;

/** id */
export const leave = `
WITH gone AS (
  UPDATE fleet.verifier SET left_at = clock_timestamp() WHERE id = $1 AND left_at IS NULL RETURNING id
)
SELECT pg_notify('keyledger_fleet', '') FROM gone`;

/** id, name, staleness bound (ms), position, lease (ms), how long it is kept (ms), caller, most of a caller */
export const registerLocal = `SELECT fleet.register_local($1, $2, $3, $4, $5, $6, $7, $8) AS known`;

/** id, position, lease (ms), most reports kept, caller */
export const renewLocal = `
SELECT CASE WHEN EXISTS (SELECT FROM fleet.verifier v WHERE v.id = $1 AND v.caller = $5)
  THEN fleet.renew($1, $2, $3, $4) ELSE false END AS known`;

/** id, caller */
export const leaveLocal = `
WITH gone AS (
  UPDATE fleet.verifier SET left_at = clock_timestamp()
  WHERE id = $1 AND caller = $2 AND left_at IS NULL RETURNING id
)
SELECT pg_notify('keyledger_fleet', '') FROM gone`;

const columns = `
  v.id, v.kind, v.name, v.position, v.staleness_max_ms AS "stalenessMaxMs",
  CASE WHEN v.left_at IS NOT NULL THEN 'left' WHEN v.leased_until > clock_timestamp() THEN 'live' ELSE 'lapsed' END AS state,
  v.registered_at AS "registeredAt", v.reported_at AS "reportedAt", v.leased_until AS "leasedUntil"`;

/** most */
export const listPresent = `
SELECT ${columns} FROM fleet.verifier v
WHERE v.left_at IS NULL AND v.leased_until > clock_timestamp() - v.remembered_ms * interval '1 millisecond'
ORDER BY v.name, v.id LIMIT $1`;

/**
 * position, most. A first report is known as such only where the one before it
 * has not made room yet.
 */
export const findArrivals = `
SELECT ${columns},
  CASE WHEN EXISTS (SELECT FROM fleet.report r WHERE r.verifier_id = v.id AND r.position < $1) THEN (
    SELECT r.reported_at FROM fleet.report r WHERE r.verifier_id = v.id AND r.position >= $1 ORDER BY r.position LIMIT 1
  ) END AS "appliedAt"
FROM fleet.verifier v
WHERE coalesce(v.left_at, v.leased_until) > clock_timestamp() - v.remembered_ms * interval '1 millisecond'
  AND (v.left_at IS NULL OR v.position >= $1)
ORDER BY v.name, v.id LIMIT $2`;

/** position, how long ago it was accepted (ms), how long acceptances are kept (ms), whether it is refused when stale */
export const accept = `
WITH forgotten AS (
  DELETE FROM fleet.acceptance WHERE accepted_at < clock_timestamp() - $3 * interval '1 millisecond'
)
INSERT INTO fleet.acceptance (position, accepted_at, refused_when_stale)
VALUES ($1, clock_timestamp() - $2 * interval '1 millisecond', $4) ON CONFLICT (position) DO NOTHING`;

/** position */
export const findAcceptance = `
SELECT accepted_at AS "acceptedAt", refused_when_stale AS "refusedWhenStale", (extract(epoch FROM clock_timestamp() - accepted_at) * 1000)::float8 AS "agoMs"
FROM fleet.acceptance WHERE position = $1`;
