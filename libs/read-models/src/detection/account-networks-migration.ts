import type { SqlMigration } from '@keyledger/platform';

export const accountNetworksMigration: SqlMigration = {
  number: 6,
  name: 'AccountNetworks',
  sql: `
-- Networks that keys of an account have used for a while, bounded. It follows from usage.key_watch, and changes with it.
CREATE TABLE usage.account_networks (
  account_id text PRIMARY KEY,
  networks   json NOT NULL
) WITH (fillfactor = 70);
`,
};
