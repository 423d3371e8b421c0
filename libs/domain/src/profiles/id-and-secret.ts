import { everythingScope } from '../scopes/scope.js';
import { idAndSecretFormat } from '../formats/id-and-secret-format.js';
import { answerAsIdAndSecret } from './answers/id-and-secret-answer.js';
import { scopePermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** Dental practices (XD-1 to XD-8): the source knows no permissions, so a key may do everything unless it is told otherwise. */
export const idAndSecretProfile: Profile = {
  doc: 'KeyId.Secret in X-Api-Key, with a list of addresses and a switch for the whole company.',
  formats: [idAndSecretFormat],
  permissions: scopePermissions([everythingScope]),
  limits: {
    expiryRequired: false,
    lifetimeMsMin: null,
    lifetimeMsMax: null,
    everythingLifetimeMsMax: null,
    tagsMax: 10,
  },
  warningsOf: () => [],
  answerTo: answerAsIdAndSecret,
};
