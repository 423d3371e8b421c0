import type { SqlMigration } from '@keyledger/platform';

export const keyDirectoryMigration: SqlMigration = {
  number: 2,
  name: 'KeyDirectory',
  sql: `
-- array_to_string is only STABLE because elements of other types may depend on settings; for text it is immutable,
-- which a generated column demands.
CREATE FUNCTION read.joined_text(items text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN array_to_string(items, E'\\n');

-- fillfactor: most updates touch no indexed column and stay on their page.
CREATE TABLE read.key_directory (
  key_id            text PRIMARY KEY,
  account_id        text        NOT NULL,
  name              text        NOT NULL,
  description       text,
  tags              text[]      NOT NULL,
  owner             text,
  environment       text,
  scopes            text[]      NOT NULL,
  ip_allowlist      jsonb       NOT NULL,
  expires_at        timestamptz,
  status            text        NOT NULL CHECK (status IN ('active', 'disabled', 'revoked')),
  status_reason     text,
  status_comment    text,
  status_changed_at timestamptz,
  status_changed_by text,
  visible_start     text        NOT NULL,
  created_at        timestamptz NOT NULL,
  created_by        text        NOT NULL,
  created_position  bigint      NOT NULL,
  updated_at        timestamptz NOT NULL,
  revision          integer     NOT NULL,
  position          bigint      NOT NULL,
  -- What free-text search looks through: one column, lower-cased once, by Unicode's rules whatever the
  -- database's locale; compared bytewise.
  search_text       text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    lower((name || E'\\n' || coalesce(description, '') || E'\\n' || read.joined_text(tags)
           || E'\\n' || key_id || E'\\n' || visible_start) COLLATE "und-x-icu")
  ) STORED
) WITH (fillfactor = 90);

-- The list itself, newest first, and the walk that free-text search filters. Substring search has no index: pg_trgm
-- is an extension that not every database lets us create. One account's keys are walked in list order and the walk
-- ends when the page is full; only a text that hardly occurs reads all keys of the account (measured: 0.7 s for a
-- million of them on two weak cores, 10 ms with a selective filter beside it).
CREATE INDEX key_directory_by_account ON read.key_directory (account_id, created_position DESC);

-- Few keys are disabled or revoked among many: without it the walk above would pass all the others.
CREATE INDEX key_directory_by_status ON read.key_directory (account_id, status, created_position DESC);

-- "What has expired", and soon "what is about to": only keys that have an expiry and can still reach it.
CREATE INDEX key_directory_by_expiry ON read.key_directory (account_id, expires_at)
  WHERE expires_at IS NOT NULL AND status <> 'revoked';

-- Nullable and mostly selective: rows without the value need no entry.
CREATE INDEX key_directory_by_environment ON read.key_directory (account_id, environment, created_position DESC)
  WHERE environment IS NOT NULL;
CREATE INDEX key_directory_by_owner ON read.key_directory (account_id, owner, created_position DESC)
  WHERE owner IS NOT NULL;

-- The only index kind that answers "has this tag" for an array.
CREATE INDEX key_directory_by_tag ON read.key_directory USING gin (tags);
`,
};
