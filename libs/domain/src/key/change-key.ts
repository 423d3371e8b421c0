import { checkIpAllowlist, sameIpAllowlist } from '../addresses/ip-allowlist.js';
import { checkLimits, sameLimits } from '../limits/check-limits.js';
import { profileOf } from '../profiles/registry.js';
import { type Refusal, isRefusal } from '../refusal.js';
import type { ChangeExpiry, ChangeLimits, ChangeScopes, DescribeKey, UpdateIpAllowlist } from './commands.js';
import { changedFields, checkDescriptionFields } from './description.js';
import type { KeyEvent } from './events.js';
import { checkExpiry } from './expiry.js';
import { checkGrant, refuseLifting } from './grant.js';
import { type Lifetime, refuseLongLife } from './lifetime.js';
import { type ExistingKey, identityOf } from './state.js';

/** Changes of what a key is and may do. What is so already is accepted and recorded by no event. */

export function describeKey(command: DescribeKey, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const given = checkDescriptionFields(command, profileOf(key.profile).limits);
  if (isRefusal(given)) return given;
  const changed = changedFields(key, given);
  if (Object.keys(changed).length === 0) return [];
  return [{ type: 'KeyDescribed', data: { ...identityOf(key), ...changed } }];
}

export function changeScopes(command: ChangeScopes, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const { permissions, limits } = profileOf(key.profile);
  const scopes = checkGrant(command, permissions);
  if (isRefusal(scopes)) return scopes;
  const refusal = refuseLongLife(limits, lifetimeOf({ ...key, scopes }));
  if (refusal !== null) return refusal;
  const previousScopes = key.scopes;
  // Both lists are in canonical order, and no scope contains a space.
  if (scopes.join(' ') === previousScopes.join(' ')) return [];
  return [{ type: 'ScopesChanged', data: { ...identityOf(key), scopes, previousScopes } }];
}

export function updateIpAllowlist(
  command: UpdateIpAllowlist,
  key: ExistingKey,
): readonly KeyEvent[] | Refusal {
  const ipAllowlist = checkIpAllowlist(command);
  if (isRefusal(ipAllowlist)) return ipAllowlist;
  const previous = key.ipAllowlist;
  if (sameIpAllowlist(ipAllowlist, previous)) return [];
  return (
    refuseLifting(key, command) ?? [
      { type: 'IpAllowlistUpdated', data: { ...identityOf(key), ...ipAllowlist, previous } },
    ]
  );
}

export function changeLimits(command: ChangeLimits, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const limits = checkLimits(command.limits);
  if (isRefusal(limits)) return limits;
  const previousLimits = key.limits;
  if (sameLimits(limits, previousLimits)) return [];
  return (
    refuseLifting(key, command) ?? [
      { type: 'LimitsChanged', data: { ...identityOf(key), limits, previousLimits } },
    ]
  );
}

export function changeExpiry(command: ChangeExpiry, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const expiresAt = checkExpiry(command.expiresAt, command.at);
  if (isRefusal(expiresAt)) return expiresAt;
  const refusal = refuseLongLife(profileOf(key.profile).limits, lifetimeOf({ ...key, expiresAt }));
  if (refusal !== null) return refusal;
  const previousExpiresAt = key.expiresAt;
  if (expiresAt === previousExpiresAt) return [];
  return (
    refuseLifting(key, command) ?? [
      { type: 'ExpiryChanged', data: { ...identityOf(key), expiresAt, previousExpiresAt } },
    ]
  );
}

function lifetimeOf({ createdAt, expiresAt, scopes }: ExistingKey): Lifetime {
  return { createdAtMs: Date.parse(createdAt), expiresAt, scopes };
}
