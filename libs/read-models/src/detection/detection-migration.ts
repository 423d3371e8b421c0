import type { SqlMigration } from '@keyledger/platform';

const tables = `
-- What the rules remember of each key, as text: it is read and written whole, and only the rules know its inside.
CREATE TABLE usage.key_watch (
  key_id     text PRIMARY KEY,
  account_id text NOT NULL,
  watch      json NOT NULL
) WITH (fillfactor = 70);

-- The same of networks that try keys which nobody has. network '': not known. account_id '': no account in
-- particular.
CREATE TABLE usage.network_watch (
  network    text        NOT NULL,
  account_id text        NOT NULL,
  watch      json        NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (network, account_id)
) WITH (fillfactor = 70);
CREATE INDEX network_watch_seen ON usage.network_watch (seen_at);

-- Signals, added up in the transaction that counts the requests which showed them, until the account's stream has
-- decided on them. key_id '': of no key. recorded <= decided <= signals: what the open alert says, what has been decided on,
-- what has been seen since the last alert was resolved.
CREATE TABLE usage.signal_group (
  account_id text        NOT NULL,
  rule       text        NOT NULL,
  key_id     text        NOT NULL,
  alert_id   uuid        NOT NULL DEFAULT gen_random_uuid(),
  severity   smallint    NOT NULL,
  signals    bigint      NOT NULL,
  decided    bigint      NOT NULL DEFAULT 0,
  recorded   bigint      NOT NULL DEFAULT 0,
  decided_at timestamptz,
  first_time timestamptz NOT NULL,
  last_time  timestamptz NOT NULL,
  evidence   jsonb       NOT NULL,
  PRIMARY KEY (account_id, rule, key_id)
) WITH (fillfactor = 70);
CREATE INDEX signal_group_waiting ON usage.signal_group (account_id) WHERE signals > recorded;

-- When all keys were last looked at, so that one process does it at a time.
CREATE TABLE usage.detection_sweep (swept_at timestamptz NOT NULL);
INSERT INTO usage.detection_sweep VALUES ('epoch');
`;

export const detectionMigration: SqlMigration = { number: 4, name: 'Detection', sql: tables };
