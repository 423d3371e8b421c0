import type { SqlMigration } from '@keyledger/platform';

/**
 * Six tables of counts: by operation and by network, each by minute, hour and day. What has no partition of its own yet
 * goes to the default one, so that no request ever waits for a partition; `make_partition` brings it home.
 */
const partitionedCounts = `
CREATE FUNCTION usage.make_counts(counts text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('
    CREATE TABLE usage.%1$I (
      key_id     text        COLLATE "C" NOT NULL,
      start      timestamptz NOT NULL,
      code       text        NOT NULL,
      %2$I       text        NOT NULL,
      requests   bigint      NOT NULL CHECK (requests > 0),
      account_id text        NOT NULL,
      PRIMARY KEY (key_id, start, code, %2$I)
    ) PARTITION BY RANGE (start);
    CREATE INDEX %3$I ON usage.%1$I (account_id, start) WHERE key_id NOT LIKE ''*%%'';
    CREATE TABLE usage.%4$I PARTITION OF usage.%1$I DEFAULT WITH (fillfactor = 80);',
    counts, name, counts || '_by_account', counts || '_default');
END $$;

-- key_id: of a key; or *account/partition: of all keys of an account, as far as the requests came through that partition
-- of the topic. Whoever consumes a partition has those rows for itself, so that consumers do not wait for each other.
-- operation, network: '': none. '(other)': beyond the bound.
SELECT usage.make_counts('operation_minute', 'operation'), usage.make_counts('operation_hour', 'operation'),
       usage.make_counts('operation_day', 'operation'), usage.make_counts('network_minute', 'network'),
       usage.make_counts('network_hour', 'network'), usage.make_counts('network_day', 'network');
DROP FUNCTION usage.make_counts;

CREATE INDEX network_minute_ended ON usage.network_minute (account_id, start)
  WHERE key_id NOT LIKE '*%' AND code IN ('KEY_REVOKED', 'KEY_EXPIRED', 'KEY_ROTATED');
CREATE INDEX network_hour_ended ON usage.network_hour (account_id, start)
  WHERE key_id NOT LIKE '*%' AND code IN ('KEY_REVOKED', 'KEY_EXPIRED', 'KEY_ROTATED');
CREATE INDEX network_day_ended ON usage.network_day (account_id, start)
  WHERE key_id NOT LIKE '*%' AND code IN ('KEY_REVOKED', 'KEY_EXPIRED', 'KEY_ROTATED');

-- Partitions begin at whole multiples of their width since a Monday, UTC, and are named by their first day.
CREATE FUNCTION usage.make_partition(counts text, at timestamptz, width interval) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_bin(width, at, '2001-01-01 00:00:00+00');
  name text := counts || '_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD');
BEGIN
  IF to_regclass('usage.' || name) IS NOT NULL THEN RETURN false; END IF;
  -- First of all, while nothing else is held: whoever writes has come before, or waits.
  EXECUTE format('LOCK TABLE usage.%I IN ACCESS EXCLUSIVE MODE', counts || '_default');
  IF to_regclass('usage.' || name) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE usage.%I (LIKE usage.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) WITH (fillfactor = 80)',
    name, counts);
  EXECUTE format('WITH moved AS (DELETE FROM usage.%I WHERE start >= $1 AND start < $2 RETURNING *)
    INSERT INTO usage.%I SELECT * FROM moved', counts || '_default', name) USING first, first + width;
  EXECUTE format('ALTER TABLE usage.%I ATTACH PARTITION usage.%I FOR VALUES FROM (%L) TO (%L)',
    counts, name, first, first + width);
  RETURN true;
END $$;
`;

/** The last requests of each key, in a ring: `written` requests so far, the newest in slot (written - 1) % 100. */
const activity = `
CREATE TABLE usage.activity_ring (
  key_id  text   PRIMARY KEY,
  written bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE usage.activity (
  key_id         text        NOT NULL,
  slot           integer     NOT NULL,
  account_id     text        NOT NULL,
  time           timestamptz NOT NULL,
  operation      text,
  code           text        NOT NULL,
  client_address text,
  user_agent     text,
  verifier       text,
  -- Of writers that have all ended, whoever has a higher one is new: what followers go by.
  written_by     xid8        NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (key_id, slot)
) WITH (fillfactor = 50);
CREATE INDEX activity_written ON usage.activity (account_id, written_by);

ALTER TABLE usage.last_used ADD COLUMN user_agent text, ADD COLUMN verifier text;
ALTER TABLE usage.last_refused ADD COLUMN user_agent text, ADD COLUMN verifier text;
`;

/**
 * What was counted by the hour so far, with its account where the read model or the log of this database knows it. There
 * are no minutes of it. Days begin where hours are whole: with all that there is.
 */
const carriedOver = `
DO $$
DECLARE
  counts text;
BEGIN
  CREATE TEMPORARY TABLE account_of (key_id text PRIMARY KEY, account_id text NOT NULL) ON COMMIT DROP;
  IF to_regclass('read.key_directory') IS NOT NULL THEN
    INSERT INTO account_of SELECT key_id, account_id FROM read.key_directory;
  END IF;
  IF to_regclass('log.event') IS NOT NULL THEN
    INSERT INTO account_of SELECT data ->> 'keyId', data ->> 'accountId' FROM log.event
    WHERE type IN ('KeyCreated', 'KeyImported') ON CONFLICT DO NOTHING;
  END IF;
  FOREACH counts IN ARRAY ARRAY['operation', 'network'] LOOP
    EXECUTE format('
      CREATE TEMPORARY TABLE carried ON COMMIT DROP AS
      SELECT c.key_id, c.hour AS start, c.code, c.%1$I AS name, c.requests, coalesce(a.account_id, '''') AS account_id
      FROM usage.%2$I c LEFT JOIN account_of a USING (key_id);
      INSERT INTO carried
      SELECT ''*'' || account_id || ''/0'', start, code, name, sum(requests), account_id FROM carried
      WHERE account_id <> '''' GROUP BY account_id, start, code, name;
      INSERT INTO usage.%3$I SELECT * FROM carried;
      INSERT INTO usage.%4$I
      SELECT key_id, date_trunc(''day'', start, ''UTC'') AS day, code, name, sum(requests), account_id FROM carried
      GROUP BY key_id, day, code, name, account_id;
      DROP TABLE carried;',
      counts, CASE counts WHEN 'operation' THEN 'request_count_hourly' ELSE 'network_count_hourly' END,
      counts || '_hour', counts || '_day');
  END LOOP;
  DROP TABLE usage.request_count_hourly, usage.network_count_hourly;
END $$;
`;

/** Before the rows come, so that they need not be moved: as many weeks and months as counts are kept. */
const firstPartitions = `
SELECT usage.make_partition('operation_hour', at, '7 days'), usage.make_partition('network_hour', at, '7 days')
FROM generate_series(now() - interval '91 days', now() + interval '7 days', '7 days') at;
SELECT usage.make_partition('operation_day', at, '28 days'), usage.make_partition('network_day', at, '28 days')
FROM generate_series(now() - interval '119 days', now() + interval '28 days', '28 days') at;
SELECT usage.make_partition('operation_minute', at, '1 day'), usage.make_partition('network_minute', at, '1 day')
FROM generate_series(now() - interval '2 days', now() + interval '1 day', '1 day') at;
`;

export const rollupsMigration: SqlMigration = {
  number: 3,
  name: 'Rollups',
  sql: [partitionedCounts, activity, firstPartitions, carriedOver].join('\n'),
};
