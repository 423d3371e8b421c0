import { AccountsController } from './accounts/accounts.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { KeyStatusController } from './keys/key-status.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { ReviewController } from './review/review.controller.js';
import { UsageController } from './usage/usage.controller.js';

/** Everything that serves operations of the admin API. */
export const controllers = [
  AccountsController,
  AuditController,
  KeyStatusController,
  KeysController,
  ReviewController,
  UsageController,
];
