import type { SqlMigration } from '@keyledger/platform';

const topics = `
CREATE SCHEMA IF NOT EXISTS broker;

CREATE TABLE broker.topic (
  id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text    NOT NULL UNIQUE,
  partitions   integer NOT NULL CHECK (partitions > 0),
  retention_ms bigint  NOT NULL CHECK (retention_ms > 0)
);

-- Writers of a partition take turns on its row until they commit: an offset that can be seen has no smaller one that
-- cannot, so a reader just asks for what is greater than its own. The counter leaves no holes, so lag is a subtraction.
CREATE TABLE broker.partition (
  topic_id    integer NOT NULL REFERENCES broker.topic ON DELETE CASCADE,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL DEFAULT 0,
  PRIMARY KEY (topic_id, partition)
) WITH (fillfactor = 50);

CREATE TABLE broker.message (
  topic_id     integer     NOT NULL,
  partition    integer     NOT NULL,
  "offset"     bigint      NOT NULL,
  id           text        NOT NULL,
  key          text        NOT NULL,
  headers      jsonb       NOT NULL,
  value        text        NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic_id, partition, "offset"),
  -- What makes a repeated publication harmless.
  UNIQUE (topic_id, partition, id)
);

CREATE TABLE broker.group_offset (
  group_name  text    NOT NULL,
  topic_id    integer NOT NULL REFERENCES broker.topic ON DELETE CASCADE,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL,
  PRIMARY KEY (group_name, topic_id, partition)
) WITH (fillfactor = 50);

-- Who is there, so that the members of a group can share the partitions. Who holds a partition is decided by an
-- advisory lock alone.
CREATE TABLE broker.group_member (
  group_name text        NOT NULL,
  topic_id   integer     NOT NULL REFERENCES broker.topic ON DELETE CASCADE,
  member_id  uuid        NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (group_name, topic_id, member_id)
) WITH (fillfactor = 50);
`;

/**
 * One call per publication, committed by itself. The steps matter: lock the partitions (in order, so that two
 * publications cannot wait for each other), then look for ids that are there already (with a snapshot taken after the
 * locks: the function is VOLATILE), then number and insert what is new. The table has no foreign key to the partition,
 * which would look up and lock the same row again for every message.
 */
const publish = `
CREATE FUNCTION broker.publish(
  topic_name text, partitions integer[], ids text[], keys text[], headers text[], bodies text[]
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  the_topic integer;
BEGIN
  SELECT t.id INTO the_topic FROM broker.topic t WHERE t.name = topic_name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no topic %', topic_name USING ERRCODE = 'KB404';
  END IF;

  PERFORM FROM broker.partition p
    WHERE p.topic_id = the_topic AND p.partition = ANY (partitions)
    ORDER BY p.partition FOR UPDATE;

  WITH fresh AS (
    SELECT DISTINCT ON (m.partition, m.id) m.*
    FROM unnest(partitions, ids, keys, headers, bodies)
      WITH ORDINALITY AS m (partition, id, key, headers, value, place)
    WHERE NOT EXISTS (
      SELECT FROM broker.message e
      WHERE e.topic_id = the_topic AND e.partition = m.partition AND e.id = m.id)
    ORDER BY m.partition, m.id, m.place
  ), inserted AS (
    INSERT INTO broker.message (topic_id, partition, "offset", id, key, headers, value)
    SELECT the_topic, f.partition,
           p.next_offset + row_number() OVER (PARTITION BY f.partition ORDER BY f.place) - 1,
           f.id, f.key, f.headers::jsonb, f.value
    FROM fresh f JOIN broker.partition p ON p.topic_id = the_topic AND p.partition = f.partition
    RETURNING partition
  )
  UPDATE broker.partition p SET next_offset = p.next_offset + n.messages
  FROM (SELECT partition, count(*) AS messages FROM inserted GROUP BY partition) n
  WHERE p.topic_id = the_topic AND p.partition = n.partition;

  -- No payload: it wakes readers, the table delivers.
  PERFORM pg_notify('keyledger_broker', '');
END
$$;
`;

/**
 * Compacted topics have no retention. Their messages say so themselves, so that the index by which older messages of a
 * key are found costs nothing to the topics with traffic. The function is as before but for that mark.
 */
const compaction = `
ALTER TABLE broker.topic ALTER COLUMN retention_ms DROP NOT NULL;
ALTER TABLE broker.message ALTER COLUMN value DROP NOT NULL;
ALTER TABLE broker.message ADD COLUMN compacted boolean NOT NULL DEFAULT false;

CREATE INDEX message_of_key ON broker.message (topic_id, partition, key, "offset") WHERE compacted;
CREATE INDEX message_tombstone ON broker.message (published_at) WHERE compacted AND value IS NULL;

-- How far each partition has been compacted. Apart from broker.partition, whose rows writers wait for.
CREATE TABLE broker.compaction (
  topic_id    integer NOT NULL REFERENCES broker.topic ON DELETE CASCADE,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL DEFAULT 0,
  PRIMARY KEY (topic_id, partition)
);

CREATE OR REPLACE FUNCTION broker.publish(
  topic_name text, partitions integer[], ids text[], keys text[], headers text[], bodies text[]
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  the_topic integer;
  is_compacted boolean;
BEGIN
  SELECT t.id, t.retention_ms IS NULL INTO the_topic, is_compacted FROM broker.topic t WHERE t.name = topic_name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no topic %', topic_name USING ERRCODE = 'KB404';
  END IF;

  PERFORM FROM broker.partition p
    WHERE p.topic_id = the_topic AND p.partition = ANY (partitions)
    ORDER BY p.partition FOR UPDATE;

  WITH fresh AS (
    SELECT DISTINCT ON (m.partition, m.id) m.*
    FROM unnest(partitions, ids, keys, headers, bodies)
      WITH ORDINALITY AS m (partition, id, key, headers, value, place)
    WHERE NOT EXISTS (
      SELECT FROM broker.message e
      WHERE e.topic_id = the_topic AND e.partition = m.partition AND e.id = m.id)
    ORDER BY m.partition, m.id, m.place
  ), inserted AS (
    INSERT INTO broker.message (topic_id, partition, "offset", id, key, headers, value, compacted)
    SELECT the_topic, f.partition,
           p.next_offset + row_number() OVER (PARTITION BY f.partition ORDER BY f.place) - 1,
           f.id, f.key, f.headers::jsonb, f.value, is_compacted
    FROM fresh f JOIN broker.partition p ON p.topic_id = the_topic AND p.partition = f.partition
    RETURNING partition
  )
  UPDATE broker.partition p SET next_offset = p.next_offset + n.messages
  FROM (SELECT partition, count(*) AS messages FROM inserted GROUP BY partition) n
  WHERE p.topic_id = the_topic AND p.partition = n.partition;

  -- No payload: it wakes readers, the table delivers.
  PERFORM pg_notify('keyledger_broker', '');
END
$$;
`;

/** Part `broker` of `migrate`. */
export const brokerMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'BrokerTopics', sql: topics },
  { number: 2, name: 'BrokerPublish', sql: publish },
  { number: 3, name: 'BrokerCompaction', sql: compaction },
];
