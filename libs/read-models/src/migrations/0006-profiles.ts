import type { SqlMigration } from '@keyledger/platform';

/** The rows of these read models are folded anew: their versions were raised with the columns. */
export const profilesMigration: SqlMigration = {
  number: 6,
  name: 'Profiles',
  sql: `
TRUNCATE read.key_directory, read.account_directory, read.verification_key, read.verification_account;

ALTER TABLE read.verification_account
  ADD COLUMN profile   text NOT NULL,
  ADD COLUMN email     text,
  ADD COLUMN catalogue jsonb;

ALTER TABLE read.verification_key
  ADD COLUMN successor_id    text,
  ADD COLUMN overlap_ends_at timestamptz;

ALTER TABLE read.account_directory
  ADD COLUMN profile text NOT NULL,
  ADD COLUMN email   text;

ALTER TABLE read.key_directory
  ADD COLUMN attributes            jsonb   NOT NULL,
  ADD COLUMN profile               text    NOT NULL,
  ADD COLUMN kind                  text    NOT NULL,
  ADD COLUMN rotated_from          text,
  ADD COLUMN successor_id          text,
  ADD COLUMN overlap               jsonb,
  ADD COLUMN overlap_ends_at       timestamptz,
  ADD COLUMN rotation_completed_at timestamptz,
  ADD COLUMN rotation_ended        text,
  ADD COLUMN expiry_recorded       boolean NOT NULL,
  ADD COLUMN reminded_days_before  integer,
  -- Owners are searched too.
  DROP COLUMN search_text;

ALTER TABLE read.key_directory
  ADD COLUMN search_text text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    lower((name || E'\\n' || coalesce(description, '') || E'\\n' || read.joined_text(tags)
           || E'\\n' || coalesce(owner, '') || E'\\n' || key_id || E'\\n' || visible_start) COLLATE "und-x-icu")
  ) STORED;

-- What the clock is about to bring about, for all accounts together: few rows, each leaves once it is recorded.
CREATE INDEX key_directory_expiry_due ON read.key_directory (expires_at)
  WHERE expires_at IS NOT NULL AND NOT expiry_recorded AND status <> 'revoked';

-- Rotations that are under way, for all accounts together.
CREATE INDEX key_directory_rotating ON read.key_directory (overlap_ends_at)
  WHERE successor_id IS NOT NULL AND rotation_completed_at IS NULL AND status <> 'revoked';

-- "Who takes over from whom", from the younger key's side.
CREATE INDEX key_directory_by_predecessor ON read.key_directory (rotated_from) WHERE rotated_from IS NOT NULL;
`,
};
