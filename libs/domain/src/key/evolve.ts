import { openIpAllowlist } from '../addresses/ip-allowlist.js';
import { assertNever } from '../assert-never.js';
import type { KeyCreated, KeyDescribed, KeyEvent, KeyRevoked } from './events.js';
import { type ExistingKey, identityOf, type KeyState } from './state.js';

/**
 * Folds one event into the state, whatever the order of events. Revoked is for good: nothing leads out of it, and a
 * revocation counts even where nothing of the key is known yet.
 */
export function evolveKey(state: KeyState, event: KeyEvent): KeyState {
  if (state.status === 'absent') return begin(event);
  return state.status === 'revoked' ? state : change(state, event);
}

function begin(event: KeyEvent): KeyState {
  if (event.type === 'KeyCreated') return created(event);
  return event.type === 'KeyRevoked' ? revokedUnseen(event) : { status: 'absent' };
}

function change(key: ExistingKey, event: KeyEvent): ExistingKey {
  switch (event.type) {
    case 'KeyCreated':
      return key;
    case 'KeyDescribed':
      return { ...key, ...described(key, event) };
    case 'ScopesChanged':
      return { ...key, scopes: event.data.scopes };
    case 'IpAllowlistUpdated':
      return { ...key, ipAllowlist: { enforced: event.data.enforced, entries: event.data.entries } };
    case 'ExpiryChanged':
      return { ...key, expiresAt: event.data.expiresAt };
    case 'KeyDisabled':
      return { ...key, status: 'disabled' };
    case 'KeyEnabled':
      return { ...key, status: 'active' };
    case 'KeyRevoked':
      return { ...key, status: 'revoked' };
    default:
      return assertNever(event);
  }
}

function created({ data }: KeyCreated): ExistingKey {
  return {
    ...identityOf(data),
    status: 'active',
    name: data.name,
    description: data.description,
    tags: data.tags,
    owner: data.owner,
    environment: data.environment,
    scopes: data.scopes,
    ipAllowlist: data.ipAllowlist,
    expiresAt: data.expiresAt,
  };
}

function described(key: ExistingKey, { data }: KeyDescribed): Partial<ExistingKey> {
  return {
    name: data.name ?? key.name,
    description: data.description === undefined ? key.description : data.description,
    tags: data.tags ?? key.tags,
    owner: data.owner === undefined ? key.owner : data.owner,
    environment: data.environment === undefined ? key.environment : data.environment,
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
    scopes: [],
    ipAllowlist: openIpAllowlist,
    expiresAt: null,
  };
}
