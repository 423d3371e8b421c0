import type { SqlMigration } from '@keyledger/platform';

/** Nobody was reminded before, so the rows are right as they are. */
export const keyRemindersMigration: SqlMigration = {
  number: 13,
  name: 'KeyReminders',
  sql: `
ALTER TABLE read.key_directory
  ADD COLUMN rotation_reminded boolean NOT NULL DEFAULT false,
  ADD COLUMN disuse_reminded boolean NOT NULL DEFAULT false,
  ADD COLUMN disuse_reminded_since timestamptz;

-- Keys whose age nobody has been told of: what is found is what is to be done.
CREATE INDEX key_directory_rotation_reminder_due ON read.key_directory (created_at, key_id)
  WHERE NOT rotation_reminded AND NOT expiry_recorded AND status <> 'revoked' AND successor_id IS NULL;
`,
};
