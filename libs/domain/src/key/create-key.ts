import { checkIpAllowlist } from '../addresses/ip-allowlist.js';
import { isSlug } from '../account/slug.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { isKeyId } from '../secret/key-id.js';
import type { CreateKey } from './commands.js';
import { checkDescription } from './description.js';
import type { KeyCreated, KeyDigest, KeyEvent } from './events.js';
import { checkExpiry } from './expiry.js';
import { checkGrant } from './grant.js';

const sha256Digest = /^[A-Za-z0-9_-]{43}$/;
/** So short that it cannot be a whole secret of any format. */
const visibleStartText = /^[\x21-\x7e]{1,20}$/;

export function createKey(command: CreateKey): readonly KeyEvent[] | Refusal {
  const identity = checkIdentity(command);
  if (isRefusal(identity)) return identity;
  const description = checkDescription(command);
  if (isRefusal(description)) return description;
  const scopes = checkGrant(command);
  if (isRefusal(scopes)) return scopes;
  const ipAllowlist = checkIpAllowlist(command.ipAllowlist);
  if (isRefusal(ipAllowlist)) return ipAllowlist;
  const expiresAt = checkExpiry(command.expiresAt, command.at);
  if (isRefusal(expiresAt)) return expiresAt;
  return [{ type: 'KeyCreated', data: { ...identity, ...description, scopes, ipAllowlist, expiresAt } }];
}

/** Ids, digest and visible start are of our own making: wrong ones are a bug of the caller, and are not recorded. */
function checkIdentity({
  keyId,
  accountId,
  digest,
  visibleStart,
}: CreateKey): Pick<KeyCreated['data'], 'keyId' | 'accountId' | 'digest' | 'visibleStart'> | Refusal {
  if (!isKeyId(keyId)) return refuse('INVALID_REQUEST', 'The key id is not one of ours.');
  if (!isSlug(accountId)) return refuse('ACCOUNT_NOT_FOUND', 'The account id is not a slug.');
  if (!isSha256Digest(digest)) {
    return refuse('INVALID_REQUEST', 'The digest is not a SHA-256 digest in base64url.');
  }
  if (!isVisibleStart(visibleStart)) {
    return refuse('INVALID_REQUEST', 'The visible start is not 1 to 20 printable characters.');
  }
  return { keyId, accountId, digest: { algorithm: digest.algorithm, value: digest.value }, visibleStart };
}

function isSha256Digest(digest: unknown): digest is KeyDigest {
  const { algorithm, value } = (digest ?? {}) as { readonly [Field in keyof KeyDigest]?: unknown };
  return algorithm === 'sha256' && typeof value === 'string' && sha256Digest.test(value);
}

function isVisibleStart(value: unknown): boolean {
  return typeof value === 'string' && visibleStartText.test(value);
}
