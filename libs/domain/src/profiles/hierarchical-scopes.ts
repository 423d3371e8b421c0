import { hierarchicalScopesFormat } from '../formats/hierarchical-scopes-format.js';
import { answerAsHierarchicalScopes } from './answers/hierarchical-scopes-answer.js';
import {
  dayMs,
  everythingWarnings,
  hourMs,
  type LifetimeGuidance,
  lifetimeWarnings,
  nameWarnings,
} from './guidance.js';
import { scopePermissions } from './permissions.js';
import type { Profile } from './profile.js';

/** WX-9; for testing the source says 1-30 in one place and 7-30 in another: what both allow is not warned of. */
const guidance: LifetimeGuidance = {
  development: [1, 7],
  testing: [7, 30],
  staging: [7, 30],
  production: [30, 365],
};

/** Unified communications (WX-1 to WX-13). */
export const hierarchicalScopesProfile: Profile = {
  doc: 'Bearer keys of 100 characters that have to expire, with scopes of four levels.',
  formats: [hierarchicalScopesFormat],
  permissions: scopePermissions(null),
  limits: {
    expiryRequired: true,
    lifetimeMsMin: hourMs,
    lifetimeMsMax: 365 * dayMs,
    everythingLifetimeMsMax: 7 * dayMs,
    tagsMax: 10,
  },
  warningsOf: (key) => [...nameWarnings(key), ...everythingWarnings(key), ...lifetimeWarnings(key, guidance)],
  answerTo: answerAsHierarchicalScopes,
};
