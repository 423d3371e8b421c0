import { everythingScope } from '../scopes/scope.js';
import { taggedKeyFormat, taggedTokenFormat } from '../formats/tagged-keys-format.js';
import { answerAsTaggedKeys } from './answers/tagged-keys-answer.js';
import { scopePermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** Telephony (TX-1 to TX-6): keys for the second version of its API, tokens of two headers for the first. */
export const taggedKeysProfile: Profile = {
  doc: 'Bearer keys with up to ten tags, and tokens that go with the account’s e-mail address.',
  formats: [taggedKeyFormat, taggedTokenFormat],
  permissions: scopePermissions([everythingScope]),
  limits: {
    expiryRequired: false,
    lifetimeMsMin: null,
    lifetimeMsMax: null,
    everythingLifetimeMsMax: null,
    tagsMax: 10,
  },
  warningsOf: () => [],
  answerTo: answerAsTaggedKeys,
};
