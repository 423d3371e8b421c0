import type { SqlMigration } from '@keyledger/platform';

/**
 * `json`, not `jsonb`: a log gives back what it was given, key order, NUL and lone surrogates included, which `jsonb`
 * reorders or refuses; nothing here looks inside.
 */
const createLog = `
CREATE SCHEMA log;

CREATE TABLE log.event (
  position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  id uuid NOT NULL,
  type text COLLATE "C" NOT NULL,
  data json NOT NULL,
  metadata json NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT event_stream_revision_once UNIQUE (stream, revision),
  CONSTRAINT event_id_once UNIQUE (id)
);

COMMENT ON TABLE log.event IS 'What happened. Written by log.append alone; never updated, never deleted.';

CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'log.event is append-only: % refused', TG_OP;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.event
  FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();

/*
 * Appends all events or none. Must be a transaction of its own: the lock is held until its commit.
 *
 * wanted_revision: the stream's last revision; -1: the stream must not exist; -2: any.
 * Answers with the position and revision of the last of the events, or with a null position and the stream's last
 * revision (-1: no stream) where the expectation does not hold. A row, not an exception: losing a race is ordinary.
 */
CREATE FUNCTION log.append(
  wanted_stream text, wanted_revision integer, ids uuid[], types text[], data json[], metadata json[],
  OUT last_position bigint, OUT last_revision integer
) LANGUAGE plpgsql AS $$
DECLARE
  stream_revision integer;
  first_revision integer;
BEGIN
  -- From here to the commit nobody else draws a position. So the order of positions is the order in which they become
  -- visible, and a reader that asks for what is greater than its checkpoint misses nothing.
  PERFORM pg_advisory_xact_lock(1802268519); -- "klog"

  SELECT coalesce(max(e.revision), -1) INTO stream_revision FROM log.event e WHERE e.stream = wanted_stream;

  IF wanted_revision = -2 THEN
    SELECT e.revision INTO first_revision FROM log.event e WHERE e.id = ids[1] AND e.stream = wanted_stream;
    first_revision := coalesce(first_revision, stream_revision + 1);
  ELSE
    first_revision := wanted_revision + 1;
  END IF;

  -- Before any position is drawn: a refused append leaves no hole.
  IF first_revision <> stream_revision + 1 THEN
    -- The same events at the same place are a repeated append, which has its first answer again.
    SELECT max(e.position), max(e.revision) INTO last_position, last_revision
      FROM unnest(ids) WITH ORDINALITY AS repeated (id, place)
      JOIN log.event e ON e.stream = wanted_stream AND e.revision = first_revision + repeated.place - 1
        AND e.id = repeated.id
      HAVING count(*) = cardinality(ids);
    last_revision := coalesce(last_revision, stream_revision);
    RETURN;
  END IF;

  WITH appended AS (
    INSERT INTO log.event (stream, revision, id, type, data, metadata)
    SELECT wanted_stream, stream_revision + fresh.place, fresh.id, fresh.type, fresh.data, fresh.metadata
      FROM unnest(ids, types, data, metadata) WITH ORDINALITY AS fresh (id, type, data, metadata, place)
      ORDER BY fresh.place
    RETURNING position, revision
  )
  SELECT max(a.position), max(a.revision) INTO last_position, last_revision FROM appended a;

  -- A wake-up, not data: whoever is woken reads the log.
  PERFORM pg_notify('keyledger_log', '');
END
$$;
`;

/** Part `log` of `migrate`. */
export const eventLogMigrations: readonly SqlMigration[] = [
  { number: 1, name: 'CreateEventLog', sql: createLog },
];
