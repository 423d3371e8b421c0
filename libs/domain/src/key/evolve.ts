import { openIpAllowlist } from '../addresses/ip-allowlist.js';
import { assertNever } from '../assert-never.js';
import { defaultProfileId } from '../profiles/registry.js';
import type { KeyDescribed, KeyEvent, KeyRevoked, NewKey } from './events.js';
import { type ExistingKey, identityOf, type KeyState, type Rotation } from './state.js';

/**
 * Folds one event into the state, whatever the order of events. Revoked is for good: nothing leads out of it, and a
 * revocation counts even where nothing of the key is known yet.
 */
export function evolveKey(state: KeyState, event: KeyEvent): KeyState {
  if (state.status === 'absent') return begin(event);
  return state.status === 'revoked' ? state : change(state, event);
}

function begin(event: KeyEvent): KeyState {
  if (event.type === 'KeyCreated' || event.type === 'KeyImported') return created(event.data);
  return event.type === 'KeyRevoked' ? revokedUnseen(event) : { status: 'absent' };
}

function change(key: ExistingKey, event: KeyEvent): ExistingKey {
  switch (event.type) {
    case 'KeyCreated':
    case 'KeyImported':
      return key;
    case 'KeyDescribed':
      return { ...key, ...described(key, event) };
    case 'ScopesChanged':
      return { ...key, scopes: event.data.scopes };
    case 'IpAllowlistUpdated':
      return { ...key, ipAllowlist: { enforced: event.data.enforced, entries: event.data.entries } };
    case 'LimitsChanged':
      return { ...key, limits: event.data.limits };
    case 'ExpiryChanged':
      return { ...key, expiresAt: event.data.expiresAt, remindedDaysBefore: null };
    case 'KeyDisabled':
      return { ...key, status: 'disabled' };
    case 'KeyEnabled':
      return { ...key, status: 'active' };
    case 'KeyRotated':
    case 'OverlapChanged':
    case 'RotationCompleted':
      return { ...key, rotation: rotated(key.rotation, event) };
    case 'KeyExpired':
      return { ...key, expiryRecorded: true };
    case 'ExpiryReminded':
      return { ...key, remindedDaysBefore: event.data.daysBefore };
    case 'RotationReminded':
      return { ...key, rotationReminded: true };
    case 'DisuseReminded':
      return { ...key, disuseRemindedSince: event.data.lastUsedAt ?? key.createdAt };
    case 'KeyRevoked':
      return { ...key, status: 'revoked' };
    default:
      return assertNever(event);
  }
}

/** A completed rotation stays as it is, whatever comes after. */
function rotated(
  rotation: Rotation | null,
  event: Extract<KeyEvent, { type: 'KeyRotated' | 'OverlapChanged' | 'RotationCompleted' }>,
): Rotation | null {
  if (rotation?.completed === true) return rotation;
  if (event.type === 'RotationCompleted') return rotation === null ? null : { ...rotation, completed: true };
  const { successorId, overlap } = event.data;
  return { successorId, overlap, completed: false };
}

function created(data: NewKey): ExistingKey {
  return {
    ...identityOf(data),
    status: 'active',
    name: data.name,
    description: data.description,
    tags: data.tags,
    owner: data.owner,
    environment: data.environment,
    attributes: data.attributes,
    scopes: data.scopes,
    ipAllowlist: data.ipAllowlist,
    limits: data.limits,
    expiresAt: data.expiresAt,
    profile: data.profile,
    kind: data.kind,
    createdAt: data.createdAt,
    rotatedFrom: data.rotatedFrom,
    rotation: null,
    expiryRecorded: false,
    remindedDaysBefore: null,
    rotationReminded: false,
    disuseRemindedSince: null,
  };
}

function described(key: ExistingKey, { data }: KeyDescribed): Partial<ExistingKey> {
  return {
    name: data.name ?? key.name,
    description: data.description === undefined ? key.description : data.description,
    tags: data.tags ?? key.tags,
    owner: data.owner === undefined ? key.owner : data.owner,
    environment: data.environment === undefined ? key.environment : data.environment,
    attributes: data.attributes ?? key.attributes,
  };
}

function revokedUnseen({ data }: KeyRevoked): ExistingKey {
  return {
    ...identityOf(data),
    status: 'revoked',
    name: '',
    description: null,
    tags: [],
    owner: null,
    environment: null,
    attributes: {},
    scopes: [],
    ipAllowlist: openIpAllowlist,
    limits: [],
    expiresAt: null,
    profile: defaultProfileId,
    kind: 'key',
    createdAt: new Date(0).toISOString(),
    rotatedFrom: null,
    rotation: null,
    expiryRecorded: false,
    remindedDaysBefore: null,
    rotationReminded: false,
    disuseRemindedSince: null,
  };
}
