import { checkIpAllowlist } from '../addresses/ip-allowlist.js';
import { isSlug } from '../account/slug.js';
import { checkLimits } from '../limits/check-limits.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { isKeyId } from '../secret/key-id.js';
import { isProfileId, profileOf } from '../profiles/registry.js';
import type { CreateKey, ImportKey } from './commands.js';
import { checkDescription } from './description.js';
import type { KeyDigest, KeyEvent, NewKey } from './events.js';
import { checkExpiry } from './expiry.js';
import { checkGrant } from './grant.js';
import { refuseLifetime } from './lifetime.js';

export const importedKind = 'imported';

const sha256Digest = /^[A-Za-z0-9_-]{43}$/;
/** So short that it cannot be a whole secret of any format. */
const visibleStartText = /^[\x21-\x7e]{1,20}$/;

export function createKey(command: CreateKey | ImportKey): readonly KeyEvent[] | Refusal {
  const identity = checkIdentity(command);
  if (isRefusal(identity)) return identity;
  const profile = profileOf(identity.profile);
  const description = checkDescription(command, profile.limits);
  if (isRefusal(description)) return description;
  const scopes = checkGrant(command, profile.permissions);
  if (isRefusal(scopes)) return scopes;
  const ipAllowlist = checkIpAllowlist(command.ipAllowlist);
  if (isRefusal(ipAllowlist)) return ipAllowlist;
  const limits = checkLimits(command.limits);
  if (isRefusal(limits)) return limits;
  const expiresAt = checkExpiry(command.expiresAt, command.at);
  if (isRefusal(expiresAt)) return expiresAt;
  const refusal = refuseLifetime(profile.limits, { createdAtMs: command.at, expiresAt, scopes });
  if (refusal !== null) return refusal;
  const createdAt = new Date(command.at).toISOString();
  const data = { ...identity, ...description, scopes, ipAllowlist, limits, expiresAt, createdAt };
  return [{ type: command.type === 'ImportKey' ? 'KeyImported' : 'KeyCreated', data }];
}

type Identity = Pick<
  NewKey,
  'keyId' | 'accountId' | 'profile' | 'kind' | 'digest' | 'visibleStart' | 'rotatedFrom'
>;

/** All of it is of our own making: what is wrong here is a bug of the caller, and is not recorded. */
function checkIdentity(command: CreateKey | ImportKey): Identity | Refusal {
  const { keyId, accountId, profile, digest, visibleStart } = command;
  if (!isKeyId(keyId)) return refuse('INVALID_REQUEST', 'The key id is not one of ours.');
  if (!isSlug(accountId)) return refuse('ACCOUNT_NOT_FOUND', 'The account id is not a slug.');
  if (!isProfileId(profile)) return refuse('INVALID_PROFILE', 'There is no such profile.');
  if (!isSha256Digest(digest)) {
    return refuse('INVALID_REQUEST', 'The digest is not a SHA-256 digest in base64url.');
  }
  if (!isVisibleStart(visibleStart)) {
    return refuse('INVALID_REQUEST', 'The visible start is not 1 to 20 printable characters.');
  }
  const origin = checkOrigin(command);
  if (isRefusal(origin)) return origin;
  const { algorithm, value } = digest;
  return { keyId, accountId, profile, ...origin, digest: { algorithm, value }, visibleStart };
}

/** An imported key is of no format of ours, and takes over from nobody that we know. */
function checkOrigin(command: CreateKey | ImportKey): Pick<NewKey, 'kind' | 'rotatedFrom'> | Refusal {
  if (command.type === 'ImportKey') return { kind: importedKind, rotatedFrom: null };
  const { profile, kind, rotatedFrom } = command;
  if (!profileOf(profile).formats.some((format) => format.kind === kind)) {
    return refuse('INVALID_KIND', 'The profile knows no such kind of credential.');
  }
  if (rotatedFrom !== null && !isKeyId(rotatedFrom)) {
    return refuse('INVALID_REQUEST', 'The key to take over from is not one of ours.');
  }
  return { kind, rotatedFrom };
}

function isSha256Digest(digest: unknown): digest is KeyDigest {
  const { algorithm, value } = (digest ?? {}) as { readonly [Field in keyof KeyDigest]?: unknown };
  return algorithm === 'sha256' && typeof value === 'string' && sha256Digest.test(value);
}

function isVisibleStart(value: unknown): boolean {
  return typeof value === 'string' && visibleStartText.test(value);
}
