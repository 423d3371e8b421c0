import type { SqlMigration } from '@keyledger/platform';

export const accountDirectoryMigration: SqlMigration = {
  number: 3,
  name: 'AccountDirectory',
  sql: `
CREATE TABLE read.account_directory (
  account_id            text PRIMARY KEY,
  name                  text        NOT NULL,
  api_access            boolean     NOT NULL,
  api_access_reason     text,
  api_access_comment    text,
  api_access_changed_at timestamptz,
  api_access_changed_by text,
  opened_at             timestamptz NOT NULL,
  opened_by             text        NOT NULL,
  opened_position       bigint      NOT NULL,
  updated_at            timestamptz NOT NULL,
  revision              integer     NOT NULL,
  position              bigint      NOT NULL
);

-- The list, newest first; unique because one event opens one account.
CREATE UNIQUE INDEX account_directory_by_opening ON read.account_directory (opened_position DESC);
`,
};
