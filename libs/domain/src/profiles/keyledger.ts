import { keyledgerFormat } from '../formats/keyledger-format.js';
import { answerAsBearer } from './answers/bearer-answer.js';
import { everythingWarnings, nameWarnings } from './guidance.js';
import { scopePermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** The default, and what Keyledger’s own admin and service keys are of. */
export const keyledgerProfile: Profile = {
  doc: 'Bearer keys with a checksum, scopes, and errors as in RFC 6750 and RFC 9457.',
  formats: [keyledgerFormat],
  permissions: scopePermissions(null),
  limits: {
    expiryRequired: false,
    lifetimeMsMin: null,
    lifetimeMsMax: null,
    everythingLifetimeMsMax: null,
    tagsMax: 10,
  },
  warningsOf: (key) => [...nameWarnings(key), ...everythingWarnings(key)],
  answerTo: answerAsBearer,
};
