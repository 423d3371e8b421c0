import { checksummedFormat } from '../formats/checksummed-format.js';
import { denialText } from './answers/denial-text.js';
import { jsonAnswer, statusOfDenial } from './answers/json-answer.js';
import { dayMs, nameWarnings } from './guidance.js';
import { scopePermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** Of a company that does not exist: what a further profile consists of. docs/profiles.md goes through it. */
export const partnerKeysProfile: Profile = {
  doc: 'Keys for partners in X-Partner-Key, renewed each quarter.',
  formats: [
    checksummedFormat({
      kind: 'key',
      doc: 'pk_live_ or pk_test_, 27 random characters and a checksum, in the header X-Partner-Key.',
      brand: 'pk',
      transport: { kind: 'header', header: 'x-partner-key' },
    }),
  ],
  permissions: scopePermissions(null),
  limits: {
    expiryRequired: true,
    lifetimeMsMin: null,
    lifetimeMsMax: 92 * dayMs,
    everythingLifetimeMsMax: null,
    tagsMax: 3,
  },
  warningsOf: nameWarnings,
  answerTo: (denial) => jsonAnswer(statusOfDenial(denial), { fault: denial.code, hint: denialText(denial) }),
};
