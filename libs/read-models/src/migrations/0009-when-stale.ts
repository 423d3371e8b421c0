import type { SqlMigration } from '@keyledger/platform';

/** The rows of these read models are folded anew: their versions were raised with the columns. */
export const whenStaleMigration: SqlMigration = {
  number: 9,
  name: 'WhenStale',
  sql: `
TRUNCATE read.account_directory, read.verification_key, read.verification_account;

ALTER TABLE read.account_directory ADD COLUMN when_stale text NOT NULL;
ALTER TABLE read.verification_account ADD COLUMN when_stale text NOT NULL;
`,
};
