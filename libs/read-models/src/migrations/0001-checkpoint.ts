import type { SqlMigration } from '@keyledger/platform';

export const checkpointMigration: SqlMigration = {
  number: 1,
  name: 'Checkpoint',
  sql: `
CREATE SCHEMA IF NOT EXISTS read;

-- How far each read model has folded the log. Rows and checkpoint change in one transaction, with compare-and-set on
-- the position: that is what makes the effect exactly once. The version is part of the key so that a new version
-- can be folded into tables of its own beside the one in use.
CREATE TABLE read.checkpoint (
  name          text        NOT NULL,
  version       integer     NOT NULL,
  position      bigint      NOT NULL,
  -- Event at that position: tells whether the log is still the one that was folded.
  last_event_id text,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (name, version)
);
`,
};
