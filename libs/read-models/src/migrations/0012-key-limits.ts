import type { SqlMigration } from '@keyledger/platform';

/** No key had limits before, so the rows are right as they are. */
export const keyLimitsMigration: SqlMigration = {
  number: 12,
  name: 'KeyLimits',
  sql: `
ALTER TABLE read.key_directory ADD COLUMN limits jsonb NOT NULL DEFAULT '[]';
ALTER TABLE read.verification_key ADD COLUMN limits jsonb;
`,
};
