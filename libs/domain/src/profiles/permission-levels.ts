import { permissionLevelsFormat } from '../formats/permission-levels-format.js';
import { answerAsPermissionLevels } from './answers/permission-levels-answer.js';
import { nameWarnings } from './guidance.js';
import { levelPermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** Virtual numbers (XN-1 to XN-13). */
export const permissionLevelsProfile: Profile = {
  doc: 'Bearer keys with Full Access, Read Only, or a choice of permission groups.',
  formats: [permissionLevelsFormat],
  permissions: levelPermissions([
    { id: 'inventory', title: 'Inventory Management' },
    { id: 'users', title: 'User Management' },
    { id: 'analytics', title: 'Analytics and Reporting' },
    { id: 'logs', title: 'Call and SMS Logs' },
    { id: 'kyc', title: 'KYC Operations' },
  ]),
  limits: {
    expiryRequired: false,
    lifetimeMsMin: null,
    lifetimeMsMax: null,
    everythingLifetimeMsMax: null,
    tagsMax: 10,
  },
  warningsOf: nameWarnings,
  answerTo: answerAsPermissionLevels,
};
