import type { SqlMigration } from '@keyledger/platform';

/**
 * Sums of days, for answers about months of a large account: a quarter of the rows. By operation and network of whole
 * accounts alone; of single keys how much there was, since what else is asked of them all is asked for few.
 */
const tables = `
CREATE TABLE usage.operation_week (
  key_id    text        COLLATE "C" NOT NULL,
  start     timestamptz NOT NULL,
  code      text        NOT NULL,
  operation text        NOT NULL,
  requests  bigint      NOT NULL CHECK (requests > 0),
  PRIMARY KEY (key_id, start, code, operation)
) PARTITION BY RANGE (start);
CREATE TABLE usage.operation_week_default PARTITION OF usage.operation_week DEFAULT WITH (fillfactor = 80);

CREATE TABLE usage.network_week (
  key_id   text        COLLATE "C" NOT NULL,
  start    timestamptz NOT NULL,
  code     text        NOT NULL,
  network  text        NOT NULL,
  requests bigint      NOT NULL CHECK (requests > 0),
  PRIMARY KEY (key_id, start, code, network)
) PARTITION BY RANGE (start);
CREATE TABLE usage.network_week_default PARTITION OF usage.network_week DEFAULT WITH (fillfactor = 80);

-- By account first: it is read for all keys of one, and needs no other index.
CREATE TABLE usage.key_week (
  account_id text        NOT NULL,
  start      timestamptz NOT NULL,
  key_id     text        COLLATE "C" NOT NULL,
  accepted   bigint      NOT NULL,
  refused    bigint      NOT NULL,
  PRIMARY KEY (account_id, start, key_id),
  CHECK (accepted >= 0 AND refused >= 0 AND accepted + refused > 0)
) PARTITION BY RANGE (start);
CREATE TABLE usage.key_week_default PARTITION OF usage.key_week DEFAULT WITH (fillfactor = 80);
`;

/** Where there are days, and for what comes next; as days, so that both go at the same time. */
const partitions = `
SELECT usage.make_partition('operation_week', at, '28 days'), usage.make_partition('network_week', at, '28 days'),
       usage.make_partition('key_week', at, '28 days')
FROM (
  SELECT date_bin('28 days', start, '2001-01-01 00:00:00+00') FROM usage.operation_day
  WHERE start >= now() - interval '758 days' AND start < now() + interval '56 days'
  UNION SELECT date_bin('28 days', each, '2001-01-01 00:00:00+00')
  FROM generate_series(now() - interval '28 days', now() + interval '28 days', '28 days') each
) needed (at);
`;

/** Whoever counts meanwhile waits, so that weeks have what their days have. */
const addedUp = `
LOCK TABLE usage.operation_day, usage.network_day IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO usage.operation_week
SELECT key_id, date_trunc('week', start, 'UTC') AS week, code, operation, sum(requests) FROM usage.operation_day
WHERE key_id LIKE '*%' GROUP BY key_id, week, code, operation ORDER BY week, key_id;

INSERT INTO usage.network_week
SELECT key_id, date_trunc('week', start, 'UTC') AS week, code, network, sum(requests) FROM usage.network_day
WHERE key_id LIKE '*%' GROUP BY key_id, week, code, network ORDER BY week, key_id;

INSERT INTO usage.key_week
SELECT account_id, date_trunc('week', start, 'UTC') AS week, key_id,
  coalesce(sum(requests) FILTER (WHERE code = 'VALID'), 0), coalesce(sum(requests) FILTER (WHERE code <> 'VALID'), 0)
FROM usage.operation_day WHERE key_id NOT LIKE '*%' GROUP BY account_id, week, key_id ORDER BY week, account_id, key_id;
`;

export const weeksMigration: SqlMigration = {
  number: 5,
  name: 'WeeklyCounts',
  sql: [tables, partitions, addedUp].join('\n'),
};
