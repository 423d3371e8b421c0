import type { SqlMigration } from '@keyledger/platform';

export const keySearchMigration: SqlMigration = {
  number: 7,
  name: 'KeySearch',
  sql: `
-- "Which keys did this admin key make?" Selective where an account has many keys; where one actor made them all, the
-- account's own walk ends as soon as a page is full.
CREATE INDEX key_directory_by_creator ON read.key_directory (account_id, created_by, created_position DESC);

-- "Created by that user": only keys that were made by a key of somebody carry it.
CREATE INDEX key_directory_by_creating_user
  ON read.key_directory (account_id, (attributes ->> 'createdByUser'), created_position DESC)
  WHERE (attributes ->> 'createdByUser') IS NOT NULL;

-- The only index kind that answers "has this attribute" whatever its name.
CREATE INDEX key_directory_by_attribute ON read.key_directory USING gin (attributes jsonb_path_ops);

-- A value that is presented outside the verifiers: looked up by its digest, seldom, and by nothing else. A hash index
-- keeps four bytes of each.
CREATE INDEX verification_key_by_digest ON read.verification_key USING hash (digest);
`,
};
