/** One statement per constant; values are numbered in the order of its comment. */

/** name, partitions, retention in ms, or null for a compacted topic. `DO NOTHING`: what exists is never changed. */
export const createTopic = `
INSERT INTO broker.topic (name, partitions, retention_ms) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING`;

/** name. Separate from the topic, and repeatable, so that a crash in between heals. */
export const createPartitions = `
INSERT INTO broker.partition (topic_id, partition)
SELECT t.id, n FROM broker.topic t, generate_series(0, t.partitions - 1) n WHERE t.name = $1
ON CONFLICT DO NOTHING`;

/** name. Where compaction of each partition begins; nothing for a topic that is not compacted. */
export const createCompactions = `
INSERT INTO broker.compaction (topic_id, partition)
SELECT t.id, n FROM broker.topic t, generate_series(0, t.partitions - 1) n
WHERE t.name = $1 AND t.retention_ms IS NULL
ON CONFLICT DO NOTHING`;

/** name */
export const findTopic = `SELECT id, partitions FROM broker.topic WHERE name = $1`;

/** topic, then one array each of partitions, ids, keys, headers, values. */
export const publish = `SELECT broker.publish($1, $2, $3, $4, $5, $6)`;

/** SQLSTATE that `broker.publish` raises for a topic that does not exist. */
export const unknownTopicSqlState = 'KB404';

/**
 * topic id, partition, from offset, most messages. The first row's end offset comes with each message; one row of
 * nulls says that there is none, so that a page is one round trip.
 */
export const readPage = `
SELECT p.next_offset AS "endOffset", m."offset", m.id, m.key, m.headers, m.value
FROM broker.partition p
LEFT JOIN LATERAL (
  SELECT * FROM broker.message e
  WHERE e.topic_id = p.topic_id AND e.partition = p.partition AND e."offset" >= $3
  ORDER BY e."offset" LIMIT $4
) m ON true
WHERE p.topic_id = $1 AND p.partition = $2
ORDER BY m."offset"`;

/** group, topic id, partition */
export const readGroupOffset = `
SELECT next_offset AS "nextOffset" FROM broker.group_offset
WHERE group_name = $1 AND topic_id = $2 AND partition = $3`;

/** group, topic id, partition, next offset. Sent on the session that holds the partition's lock, which fences it. */
export const writeGroupOffset = `
INSERT INTO broker.group_offset (group_name, topic_id, partition, next_offset) VALUES ($1, $2, $3, $4)
ON CONFLICT (group_name, topic_id, partition) DO UPDATE SET next_offset = excluded.next_offset`;

/**
 * group, topic id, member, silence in ms that ends a membership. Answers with the living members as they were before,
 * so the caller adds itself.
 */
export const heartbeat = `
WITH beat AS (
  INSERT INTO broker.group_member (group_name, topic_id, member_id, seen_at)
  VALUES ($1, $2, $3, clock_timestamp())
  ON CONFLICT (group_name, topic_id, member_id) DO UPDATE SET seen_at = excluded.seen_at
)
SELECT member_id AS "memberId" FROM broker.group_member
WHERE group_name = $1 AND topic_id = $2 AND seen_at > clock_timestamp() - $4 * interval '1 ms'`;

/** group, topic id, silence in ms. Skips rows that another member is busy with: it is not urgent. */
export const removeSilentMembers = `
DELETE FROM broker.group_member g USING (
  SELECT group_name, topic_id, member_id FROM broker.group_member
  WHERE group_name = $1 AND topic_id = $2 AND seen_at <= clock_timestamp() - $3 * interval '1 ms'
  FOR UPDATE SKIP LOCKED
) silent
WHERE (g.group_name, g.topic_id, g.member_id) = (silent.group_name, silent.topic_id, silent.member_id)`;

/** group, topic id, member */
export const removeMember = `
DELETE FROM broker.group_member WHERE group_name = $1 AND topic_id = $2 AND member_id = $3`;

/** name of the lock. Held by the session: a crash frees it at once. */
export const tryLock = `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked`;

/** name of the lock */
export const unlock = `SELECT pg_advisory_unlock(hashtextextended($1, 0))`;

/**
 * most messages per partition. Looks at the oldest messages of each partition alone, by offset: their times rise with
 * them closely enough, and it costs the same however many there are.
 */
export const deleteExpired = `
DELETE FROM broker.message d USING (
  SELECT m.topic_id, m.partition, m."offset"
  FROM broker.topic t
  JOIN broker.partition p ON p.topic_id = t.id
  CROSS JOIN LATERAL (
    SELECT * FROM broker.message e WHERE e.topic_id = p.topic_id AND e.partition = p.partition
    ORDER BY e."offset" LIMIT $1
  ) m
  WHERE t.retention_ms IS NOT NULL AND m.published_at < clock_timestamp() - t.retention_ms * interval '1 ms'
) expired
WHERE (d.topic_id, d.partition, d."offset") = (expired.topic_id, expired.partition, expired."offset")`;

/**
 * most messages. Takes the messages of one partition that came since the last turn, deletes whatever is older of their
 * keys, and moves the mark. Who is at work on a partition is skipped: it does the same. Answers with a row while there
 * was something to do.
 */
export const compact = `
WITH place AS (
  SELECT c.topic_id, c.partition, c.next_offset, p.next_offset AS end_offset
  FROM broker.compaction c JOIN broker.partition p USING (topic_id, partition)
  WHERE c.next_offset < p.next_offset LIMIT 1 FOR UPDATE OF c SKIP LOCKED
), fresh AS (
  SELECT e.key, e."offset" FROM place
  CROSS JOIN LATERAL (
    SELECT m.key, m."offset" FROM broker.message m
    WHERE m.topic_id = place.topic_id AND m.partition = place.partition AND m."offset" >= place.next_offset
    ORDER BY m."offset" LIMIT $1
  ) e
), newest AS (
  SELECT key, max("offset") AS "offset" FROM fresh GROUP BY key
), deleted AS (
  DELETE FROM broker.message d USING place, newest
  WHERE d.compacted AND d.topic_id = place.topic_id AND d.partition = place.partition
    AND d.key = newest.key AND d."offset" < newest."offset"
)
UPDATE broker.compaction c
SET next_offset = CASE WHEN seen.messages < $1 THEN place.end_offset ELSE seen.last + 1 END
FROM place, (SELECT count(*) AS messages, max("offset") AS last FROM fresh) seen
WHERE c.topic_id = place.topic_id AND c.partition = place.partition
RETURNING c.partition`;

/**
 * age in ms, most messages. Only tombstones that compaction has passed: before that an older message of the key may still
 * be there, which must not come to life again.
 */
export const deleteTombstones = `
DELETE FROM broker.message d USING (
  SELECT m.topic_id, m.partition, m."offset"
  FROM broker.message m JOIN broker.compaction c USING (topic_id, partition)
  WHERE m.compacted AND m.value IS NULL AND m.published_at < clock_timestamp() - $1 * interval '1 ms'
    AND m."offset" < c.next_offset
  LIMIT $2
) expired
WHERE (d.topic_id, d.partition, d."offset") = (expired.topic_id, expired.partition, expired."offset")`;
