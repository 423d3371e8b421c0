import { operationsFormat } from '../formats/operations-format.js';
import { answerAsOperations } from './answers/operations-answer.js';
import { operationPermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** Namespace that the operations of messaging gateways are in: `messaging:SMS`. */
export const messagingNamespace = 'messaging';

/** Messaging gateway (SG-1 to SG-6). */
export const operationsProfile: Profile = {
  doc: 'Keys in X-API-Key that are allowed single operations, SMS for example, and manage each other.',
  formats: [operationsFormat],
  permissions: operationPermissions(messagingNamespace),
  limits: {
    expiryRequired: false,
    lifetimeMsMin: null,
    lifetimeMsMax: null,
    everythingLifetimeMsMax: null,
    tagsMax: 10,
  },
  warningsOf: () => [],
  answerTo: answerAsOperations,
};
