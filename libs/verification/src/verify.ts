import { addressAllowed, idAndSecretFormat, isWellFormedInAnyFormat, parseAddress } from '@keyledger/domain';
import { decidingScopeOf } from './deciding-scope.js';
import type { DigestKey, DigestOf } from './digest-key.js';
import type { KeyEntry } from './key-entry.js';
import {
  type RefusalOfKnownKey,
  type Verdict,
  malformedKeyVerdict,
  secretRequiredVerdict,
  unknownKeyVerdict,
} from './verdict.js';
import type { VerificationIndex } from './verification-index.js';

/** What is asked about a key. */
export interface Asked {
  /** A full name (`isOperationName`), or null: whether the key may be used at all. */
  readonly operation: string | null;
  /** Text of the address the key was presented from, or null where it is not known. */
  readonly clientAddress: string | null;
  /** Keys of other accounts are unknown; null: of any account. */
  readonly accountId: string | null;
}

export interface VerificationQuestion extends Asked {
  /** Of the value that was presented; null where that is no key at all. */
  readonly digest: DigestKey | null;
}

export interface KeyQuestion extends Asked {
  /** The value as it was presented. */
  readonly key: string;
  /** Who the value was said to be of, where it came with that (TX-6); null: nobody was named. */
  readonly user: string | null;
}

/** Values that were made elsewhere and imported may be longer than ours; what is longer still is not worth hashing. */
const presentedLengthMax = 512;

/**
 * The answer to one question as of the index's position; `now` is the wall clock in epoch milliseconds. The first
 * that applies: MALFORMED_KEY, UNKNOWN_KEY, KEY_REVOKED, KEY_ROTATED, KEY_EXPIRED, KEY_DISABLED, API_ACCESS_DISABLED,
 * ADDRESS_NOT_ALLOWED, INSUFFICIENT_SCOPE, VALID. (Limits are for `KeyLimiter`, after all of these; STALE is not for the index to say: see `LiveIndex.verify`.)
 */
export function verify(index: VerificationIndex, question: VerificationQuestion, now: number): Verdict {
  if (question.digest === null) return malformedKeyVerdict;
  const entry = index.find(question.digest);
  return entry === undefined ? unknownKeyVerdict : verdictOn(entry, question, now);
}

/** `verify` for a value as it was presented: may also be SECRET_REQUIRED or INVALID_SECRET (XD-2). */
export function checkKey(
  index: VerificationIndex,
  question: KeyQuestion,
  now: number,
  digestOf: DigestOf,
): Verdict {
  const entry = findKey(index, question.key, digestOf);
  // A key of another account is told about as if it were nobody's, whatever it looks like: imported ones may be any text.
  if (entry === undefined || isForeign(entry, question.accountId)) {
    return verdictOnUnknown(index, question.key, question.accountId);
  }
  return isUsersOwn(entry, question) ? verdictOn(entry, question, now) : unknownKeyVerdict;
}

/**
 * The key with this value. Prefix and checksum are left to `verdictOnUnknown`: what is in the index is well formed,
 * so they would only cost time where there is something to find.
 */
export function findKey(index: VerificationIndex, value: string, digestOf: DigestOf): KeyEntry | undefined {
  return value.length <= presentedLengthMax ? index.find(digestOf(value)) : undefined;
}

function isForeign({ account }: KeyEntry, accountId: string | null): boolean {
  return accountId !== null && accountId !== account.accountId;
}

/** A credential that says whose it is has to be right about it; the others need not say (TX-6: both must match). */
function isUsersOwn({ account }: KeyEntry, { key, user }: KeyQuestion): boolean {
  const { formatWithUser, email } = account;
  if (formatWithUser === null || !formatWithUser.isWellFormed(key)) return true;
  return user !== null && email !== null && user.toLowerCase() === email;
}

/**
 * Why nobody has this value, or nobody in the account; null: in any. A key that is named by its id is only told from
 * an unknown one where it can still be used: a revoked one is gone for good.
 */
export function verdictOnUnknown(index: VerificationIndex, value: string, accountId: string | null): Verdict {
  if (idAndSecretFormat.lacksSecret(value)) return secretRequiredVerdict;
  const keyId = idAndSecretFormat.keyIdIn(value);
  if (keyId === null) return isWellFormedInAnyFormat(value) ? unknownKeyVerdict : malformedKeyVerdict;
  const entry = index.findById(keyId);
  if (entry === undefined || entry.status === 'revoked') return unknownKeyVerdict;
  if (!entry.account.namesKeys || isForeign(entry, accountId)) return unknownKeyVerdict;
  return refused(entry, 'INVALID_SECRET');
}

/** What may be said of a key that was found. */
export function verdictOn(entry: KeyEntry, asked: Asked, now: number): Verdict {
  const { keyId, account } = entry;
  const { accountId } = account;
  if (isForeign(entry, asked.accountId)) return unknownKeyVerdict;
  const refusal = refusalOf(entry, asked.clientAddress, now);
  if (refusal !== null) return refused(entry, refusal);
  const scope = asked.operation === null ? null : decidingScopeOf(entry, asked.operation);
  if (scope === null && asked.operation !== null) return refused(entry, 'INSUFFICIENT_SCOPE');
  if (entry.limits === undefined) return { valid: true, code: 'VALID', keyId, accountId, scope };
  return { valid: true, code: 'VALID', keyId, accountId, scope, limits: entry.limits.value };
}

function refusalOf(entry: KeyEntry, clientAddress: string | null, now: number): RefusalOfKnownKey | null {
  if (entry.status === 'revoked') return 'KEY_REVOKED';
  if (entry.rotation !== null && now >= entry.rotation.endsAtMs) return 'KEY_ROTATED';
  if (now >= entry.expiresAtMs) return 'KEY_EXPIRED';
  if (entry.status === 'disabled') return 'KEY_DISABLED';
  if (!entry.account.apiAccess) return 'API_ACCESS_DISABLED';
  if (entry.ipAllowlist === null) return null;
  const address = clientAddress === null ? null : parseAddress(clientAddress);
  return addressAllowed(entry.ipAllowlist.value, address) ? null : 'ADDRESS_NOT_ALLOWED';
}

function refused(entry: KeyEntry, code: RefusalOfKnownKey): Verdict {
  return { valid: false, code, keyId: entry.keyId, accountId: entry.account.accountId, scope: null };
}
