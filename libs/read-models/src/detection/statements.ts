/** One statement per constant; values are numbered in the order of its comment. Sets of rows come as one array a column. */

/** keys */
export const readContexts = `
SELECT k.key_id AS "keyId", k.account_id AS "accountId", k.created_at AS "createdAt", k.status,
  k.status_reason AS "statusReason", k.status_changed_at AS "statusChangedAt", k.expires_at AS "expiresAt",
  k.ip_allowlist AS "ipAllowlist", k.successor_id AS "successorId", k.overlap_ends_at AS "overlapEndsAt",
  k.rotation_completed_at AS "rotationCompletedAt", s.created_at AS "successorCreatedAt",
  u.time AS "successorLastUsedAt", p.rules, k.limits
FROM read.key_directory k
LEFT JOIN read.key_directory s ON s.key_id = k.successor_id
LEFT JOIN usage.last_used u ON u.key_id = k.successor_id
LEFT JOIN read.alert_policy p ON p.account_id = k.account_id
WHERE k.key_id = ANY ($1)`;

/** accounts */
export const readPolicies = `
SELECT account_id AS "accountId", rules FROM read.alert_policy WHERE account_id = ANY ($1)`;

/** keys. In the order of their ids, so that two that want the same rows wait instead of blocking each other. */
export const lockKeyWatches = `
SELECT key_id AS "keyId", watch::text AS watch FROM usage.key_watch WHERE key_id = ANY ($1) ORDER BY key_id FOR UPDATE`;

/** keys, accounts, watches */
export const writeKeyWatches = `
INSERT INTO usage.key_watch (key_id, account_id, watch)
SELECT key_id, account_id, watch::json FROM unnest($1::text[], $2::text[], $3::text[]) AS w (key_id, account_id, watch)
ON CONFLICT (key_id) DO UPDATE SET watch = excluded.watch`;

/** accounts */
export const readAccountNetworks = `
SELECT account_id AS "accountId", networks FROM usage.account_networks WHERE account_id = ANY ($1)`;

/** accounts: those that are not there yet, in order, so that no two batches wait for each other */
export const addAccounts = `
INSERT INTO usage.account_networks (account_id, networks)
SELECT account_id, '[]' FROM unnest($1::text[]) AS a (account_id) ORDER BY account_id
ON CONFLICT DO NOTHING`;

/** accounts */
export const lockAccountNetworks = `
SELECT account_id AS "accountId", networks FROM usage.account_networks WHERE account_id = ANY ($1)
ORDER BY account_id FOR UPDATE`;

/** accounts, networks */
export const writeAccountNetworks = `
UPDATE usage.account_networks a SET networks = w.networks::json
FROM unnest($1::text[], $2::text[]) AS w (account_id, networks) WHERE a.account_id = w.account_id`;

/** key after which to go on, how many */
export const watchedKeysAfter = `
SELECT key_id AS "keyId" FROM usage.key_watch WHERE key_id > $1 ORDER BY key_id LIMIT $2`;

/** networks, accounts ('': none in particular), pair by pair */
export const lockNetworkWatches = `
SELECT w.network, w.account_id AS "accountId", w.watch::text AS watch FROM usage.network_watch w
JOIN unnest($1::text[], $2::text[]) AS wanted (network, account_id) USING (network, account_id)
ORDER BY w.network, w.account_id FOR UPDATE OF w`;

/** networks, accounts, watches, when */
export const writeNetworkWatches = `
INSERT INTO usage.network_watch (network, account_id, watch, seen_at)
SELECT network, account_id, watch::json, $4
FROM unnest($1::text[], $2::text[], $3::text[]) AS w (network, account_id, watch)
ON CONFLICT (network, account_id) DO UPDATE SET watch = excluded.watch, seen_at = excluded.seen_at`;

/** last seen before */
export const forgetNetworks = 'DELETE FROM usage.network_watch WHERE seen_at < $1';

/** accounts, rules, keys, severities, signals, first times, last times, evidence */
export const addSignals = `
INSERT INTO usage.signal_group AS g (account_id, rule, key_id, severity, signals, first_time, last_time, evidence)
SELECT account_id, rule, key_id, severity, signals, first_time, last_time, evidence::jsonb
FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::text[])
  AS s (account_id, rule, key_id, severity, signals, first_time, last_time, evidence)
ORDER BY account_id, rule, key_id
ON CONFLICT (account_id, rule, key_id) DO UPDATE SET
  severity = CASE WHEN g.signals > g.decided THEN greatest(g.severity, excluded.severity) ELSE excluded.severity END,
  signals = g.signals + excluded.signals,
  first_time = least(g.first_time, excluded.first_time),
  last_time = greatest(g.last_time, excluded.last_time),
  evidence = excluded.evidence`;

/** decided before this, if only the record is behind; how many */
export const readWaitingGroups = `
SELECT account_id AS "accountId", rule, key_id AS "keyId", alert_id AS "alertId", severity, signals, decided,
  first_time AS "firstTime", last_time AS "lastTime", evidence
FROM usage.signal_group
WHERE signals > recorded AND (signals > decided OR decided_at < $1)
ORDER BY account_id, rule, key_id LIMIT $2`;

/** account, rule, key, alert, signals decided on, signals recorded, when. Another process may have been faster. */
export const noteDecision = `
UPDATE usage.signal_group
SET decided = greatest(decided, $5), recorded = greatest(recorded, $6), decided_at = $7
WHERE account_id = $1 AND rule = $2 AND key_id = $3 AND alert_id = $4`;

/** account, rule, key, alert, signals that are done with. What has come meanwhile is the next alert's. */
export const beginAnew = `
UPDATE usage.signal_group
SET alert_id = gen_random_uuid(), signals = signals - $5, decided = 0, recorded = 0, decided_at = NULL,
  first_time = last_time
WHERE account_id = $1 AND rule = $2 AND key_id = $3 AND alert_id = $4`;

/** account, rule, key */
export const forgetEmptyGroup = `
DELETE FROM usage.signal_group WHERE account_id = $1 AND rule = $2 AND key_id = $3 AND signals <= 0`;

/** how long ago the last sweep must have been, in ms. Whoever updates the row does the sweep. */
export const claimSweep = `
UPDATE usage.detection_sweep SET swept_at = now() WHERE swept_at < now() - $1 * interval '1 ms'`;
