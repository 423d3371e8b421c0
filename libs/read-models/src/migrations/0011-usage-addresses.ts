import type { SqlMigration } from '@keyledger/platform';

/** The rows of this read model are folded anew: its version was raised with the column. */
export const usageAddressesMigration: SqlMigration = {
  number: 11,
  name: 'UsageAddresses',
  sql: `
TRUNCATE read.account_directory;

ALTER TABLE read.account_directory ADD COLUMN usage_addresses text NOT NULL;
`,
};
