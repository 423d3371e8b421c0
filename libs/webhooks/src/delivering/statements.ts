/**
 * now, most rows, most rows under way for an endpoint, the same where it fails, the lease, its milliseconds. Each enabled
 * endpoint gives what is due the longest, so that one with a long queue does not keep the others waiting. Leases are by the
 * database's clock, which all who deliver share. From one endpoint with something pending to the next by the index, so that
 * those that nothing waits for cost nothing.
 */
export const claimDue = `
WITH RECURSIVE waiting AS (
  (SELECT endpoint_id FROM webhook.delivery WHERE status = 'pending' ORDER BY endpoint_id LIMIT 1)
  UNION ALL
  SELECT (
    SELECT d.endpoint_id FROM webhook.delivery d
    WHERE d.status = 'pending' AND d.endpoint_id > w.endpoint_id ORDER BY d.endpoint_id LIMIT 1
  )
  FROM waiting w WHERE w.endpoint_id IS NOT NULL
), due AS (
  SELECT d.endpoint_id, d.delivery_id
  FROM waiting w
  JOIN webhook.endpoint e ON e.endpoint_id = w.endpoint_id
  CROSS JOIN LATERAL (
    SELECT endpoint_id, delivery_id, due_at, number
    FROM webhook.delivery
    WHERE endpoint_id = e.endpoint_id AND status = 'pending' AND due_at <= $1
      AND (leased_until IS NULL OR leased_until <= now())
    ORDER BY due_at, number
    LIMIT greatest(0, CASE WHEN e.failing_since IS NULL THEN $3::bigint ELSE $4::bigint END - (
      SELECT count(*) FROM webhook.delivery
      WHERE endpoint_id = e.endpoint_id AND status = 'pending' AND leased_until > now()
    ))
    FOR UPDATE SKIP LOCKED
  ) d
  WHERE e.enabled
  ORDER BY d.due_at, d.number
  LIMIT $2
)
UPDATE webhook.delivery d
SET lease = $5::uuid, leased_until = now() + $6::float8 * interval '1 millisecond'
FROM due, webhook.endpoint e
WHERE d.endpoint_id = due.endpoint_id AND d.delivery_id = due.delivery_id AND e.endpoint_id = d.endpoint_id
RETURNING d.endpoint_id AS "endpointId", d.delivery_id AS "deliveryId", d.attempts, d.body,
  e.account_id AS "accountId", e.url, e.state -> 'secrets' AS secrets`;

export const selectSecrets = `
SELECT secret_id AS "secretId", sealed FROM webhook.secret WHERE secret_id = ANY ($1)`;

/** Nothing where the lease has gone to somebody else. */
export const settle = `
UPDATE webhook.delivery
SET status = $4, attempts = $5, due_at = $6, last_attempt_at = $7, last_status = $8, last_error = $9,
  last_response = $10, lease = NULL, leased_until = NULL
WHERE endpoint_id = $1 AND delivery_id = $2 AND lease = $3`;

/** Not an attempt: it was not the endpoint's fault. */
export const postpone = `
UPDATE webhook.delivery SET due_at = $4, last_error = $5, lease = NULL, leased_until = NULL
WHERE endpoint_id = $1 AND delivery_id = $2 AND lease = $3`;

export const noteSuccess = `
UPDATE webhook.endpoint SET failing_since = NULL WHERE endpoint_id = $1 AND failing_since IS NOT NULL`;

export const noteFailure = `
UPDATE webhook.endpoint SET failing_since = coalesce(failing_since, $2) WHERE endpoint_id = $1
RETURNING failing_since AS "failingSince"`;

export const deleteOldDeliveries = `
DELETE FROM webhook.delivery WHERE (endpoint_id, delivery_id) IN (
  SELECT endpoint_id, delivery_id FROM webhook.delivery WHERE created_at < $1 LIMIT $2)`;

/** Secrets that no endpoint ever took, as a crash leaves them. */
export const deleteInertSecrets = `
DELETE FROM webhook.secret s WHERE created_at < $1 AND NOT EXISTS (
  SELECT 1 FROM webhook.endpoint e WHERE e.endpoint_id = s.endpoint_id
    AND e.state -> 'secrets' @> jsonb_build_array(jsonb_build_object('secretId', s.secret_id)))`;

export const countByStatus = `
SELECT
  (SELECT count(*)::float8 FROM webhook.delivery WHERE status = 'pending') AS pending,
  (SELECT count(*)::float8 FROM webhook.delivery WHERE status = 'dead') AS dead,
  (SELECT count(*)::float8 FROM webhook.endpoint WHERE failing_since IS NOT NULL AND enabled) AS failing`;
