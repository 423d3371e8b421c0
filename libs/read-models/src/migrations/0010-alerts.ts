import type { SqlMigration } from '@keyledger/platform';

export const alertsMigration: SqlMigration = {
  number: 10,
  name: 'Alerts',
  sql: `
CREATE TABLE read.alert (
  alert_id             text        PRIMARY KEY,
  account_id           text        NOT NULL,
  rule                 text        NOT NULL,
  key_id               text,
  severity             text        NOT NULL,
  status               text        NOT NULL,
  count                integer     NOT NULL,
  first_seen_at        timestamptz NOT NULL,
  last_seen_at         timestamptz NOT NULL,
  evidence             jsonb       NOT NULL,
  response             text        NOT NULL,
  acknowledged_at      timestamptz,
  acknowledged_by      text,
  acknowledged_comment text,
  resolved_at          timestamptz,
  resolved_by          text,
  resolved_comment     text,
  raised_position      bigint      NOT NULL,
  position             bigint      NOT NULL
);

-- With the order of the answer. Few alerts are not resolved, and those are what people look at.
CREATE INDEX alert_by_account ON read.alert (account_id, raised_position);
CREATE INDEX alert_by_key ON read.alert (key_id, raised_position) WHERE key_id IS NOT NULL;
CREATE INDEX alert_unresolved ON read.alert (account_id, raised_position) WHERE status <> 'resolved';

CREATE TABLE read.alert_mute (
  mute_id        text        PRIMARY KEY,
  account_id     text        NOT NULL,
  rule           text        NOT NULL,
  key_id         text,
  until          timestamptz,
  reason         text        NOT NULL,
  muted_at       timestamptz NOT NULL,
  muted_by       text        NOT NULL,
  muted_position bigint      NOT NULL
);
CREATE INDEX alert_mute_by_account ON read.alert_mute (account_id, muted_position);

CREATE TABLE read.alert_policy (
  account_id text  PRIMARY KEY,
  rules      jsonb NOT NULL
);
`,
};
