import type { SqlMigration } from '@keyledger/platform';

export const auditLogMigration: SqlMigration = {
  number: 5,
  name: 'AuditLog',
  sql: `
CREATE TABLE read.audit_log (
  position       bigint PRIMARY KEY,
  event_id       text        NOT NULL,
  type           text        NOT NULL,
  stream         text        NOT NULL,
  revision       integer     NOT NULL,
  key_id         text,
  account_id     text        NOT NULL,
  actor          text        NOT NULL,
  time           timestamptz NOT NULL,
  reason         text,
  comment        text,
  data           jsonb       NOT NULL,
  request_id     text        NOT NULL,
  correlation_id text        NOT NULL,
  causation_id   text        NOT NULL,
  client_address text,
  user_agent     text
);

-- Each filter with the order of the answer, so that a page is read and nothing sorted. The primary key does the same
-- for no filter at all. Positions rise: every insert goes to the right edge of its entry.
CREATE INDEX audit_log_by_key ON read.audit_log (key_id, position) WHERE key_id IS NOT NULL;
CREATE INDEX audit_log_by_account ON read.audit_log (account_id, position);
CREATE INDEX audit_log_by_actor ON read.audit_log (actor, position);
CREATE INDEX audit_log_by_type ON read.audit_log (type, position);

-- Rows arrive almost in order of time: a few bytes per range of pages find a period, and cost nothing to keep.
CREATE INDEX audit_log_by_time ON read.audit_log USING brin (time) WITH (pages_per_range = 32, autosummarize = on);
`,
};
