import { hierarchicalScopesProfile } from './hierarchical-scopes.js';
import { idAndSecretProfile } from './id-and-secret.js';
import { keyledgerProfile } from './keyledger.js';
import { operationsProfile } from './operations.js';
import { permissionLevelsProfile } from './permission-levels.js';
import type { Profile } from './profile.js';
import { taggedKeysProfile } from './tagged-keys.js';

/** Every profile, by the id that is recorded. A further one is its file and a line here. */
const profiles = {
  keyledger: keyledgerProfile,
  'permission-levels': permissionLevelsProfile,
  'hierarchical-scopes': hierarchicalScopesProfile,
  'id-and-secret': idAndSecretProfile,
  'tagged-keys': taggedKeysProfile,
  operations: operationsProfile,
} as const satisfies Record<string, Profile>;

export type ProfileId = keyof typeof profiles;

export const profileIds = Object.keys(profiles) as readonly ProfileId[];

export const defaultProfileId: ProfileId = 'keyledger';

export function isProfileId(value: unknown): value is ProfileId {
  return typeof value === 'string' && Object.hasOwn(profiles, value);
}

export function profileOf(id: ProfileId): Profile {
  return profiles[id];
}
