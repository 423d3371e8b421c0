import type { SqlMigration } from '@keyledger/platform';

export const verificationMigration: SqlMigration = {
  number: 4,
  name: 'Verification',
  sql: `
CREATE TABLE read.verification_key (
  key_id       text PRIMARY KEY,
  account_id   text   NOT NULL,
  digest       text   NOT NULL,
  status       text   NOT NULL CHECK (status IN ('active', 'disabled', 'revoked')),
  scopes       text[] NOT NULL,
  ip_allowlist jsonb  NOT NULL,
  expires_at   timestamptz
) WITH (fillfactor = 90);

-- Snapshots of one account (the index of the API's own guard) out of a million keys. Nothing looks a digest up here:
-- that happens in the verifiers' memory.
CREATE INDEX verification_key_by_account ON read.verification_key (account_id);

CREATE TABLE read.verification_account (
  account_id text PRIMARY KEY,
  api_access boolean NOT NULL
);
`,
};
