import type { SqlMigration } from '@keyledger/platform';
import { checkpointMigration } from './0001-checkpoint.js';
import { keyDirectoryMigration } from './0002-key-directory.js';
import { accountDirectoryMigration } from './0003-account-directory.js';
import { verificationMigration } from './0004-verification.js';
import { auditLogMigration } from './0005-audit-log.js';
import { profilesMigration } from './0006-profiles.js';
import { keySearchMigration } from './0007-key-search.js';
import { keyLifecycleMigration } from './0008-key-lifecycle.js';
import { alertsMigration } from './0010-alerts.js';
import { whenStaleMigration } from './0009-when-stale.js';
import { usageAddressesMigration } from './0011-usage-addresses.js';
import { keyLimitsMigration } from './0012-key-limits.js';
import { keyRemindersMigration } from './0013-key-reminders.js';
import { keySortingMigration } from './0014-key-sorting.js';

/** Part `read`: checkpoints and read-model tables. Append only: a released migration is never edited. */
export const readModelMigrations: readonly SqlMigration[] = [
  checkpointMigration,
  keyDirectoryMigration,
  accountDirectoryMigration,
  verificationMigration,
  auditLogMigration,
  profilesMigration,
  keySearchMigration,
  keyLifecycleMigration,
  whenStaleMigration,
  alertsMigration,
  usageAddressesMigration,
  keyLimitsMigration,
  keyRemindersMigration,
  keySortingMigration,
];
