import { accountDirectory } from './account-directory/projection.js';
import { alerts } from './alerts/projection.js';
import { auditLog } from './audit-log/projection.js';
import { keyDirectory } from './key-directory/projection.js';
import type { ReadModel } from './read-model.js';
import { verification } from './verification/projection.js';

/** Every read model that is folded from the log; the projector runs each of them. */
export const readModels: readonly ReadModel[] = [
  keyDirectory,
  accountDirectory,
  verification,
  auditLog,
  alerts,
];
