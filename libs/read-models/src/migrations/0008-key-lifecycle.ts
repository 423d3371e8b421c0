import type { SqlMigration } from '@keyledger/platform';

export const keyLifecycleMigration: SqlMigration = {
  number: 8,
  name: 'KeyLifecycle',
  sql: `
-- Reminders that are due, by how far the key's owner has been reminded: what is found is what is to be done.
CREATE INDEX key_directory_reminder_due ON read.key_directory (reminded_days_before, expires_at)
  WHERE expires_at IS NOT NULL AND NOT expiry_recorded AND status <> 'revoked' AND successor_id IS NULL;

-- Keys that take over from another one, in the order in which they came.
CREATE INDEX key_directory_successors ON read.key_directory (created_position)
  WHERE rotated_from IS NOT NULL AND status <> 'revoked';
`,
};
