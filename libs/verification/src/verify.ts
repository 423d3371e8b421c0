import { addressAllowed, isWellFormedKey, keyValueLength, parseAddress } from '@keyledger/domain';
import { decidingScopeOf } from './deciding-scope.js';
import type { DigestKey, DigestOf } from './digest-key.js';
import type { KeyEntry } from './key-entry.js';
import { type RefusalOfKnownKey, type Verdict, malformedKeyVerdict, unknownKeyVerdict } from './verdict.js';
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
}

/**
 * The answer to one question as of the index's position; `now` is the wall clock in epoch milliseconds. The first
 * that applies: MALFORMED_KEY, UNKNOWN_KEY, KEY_REVOKED, KEY_EXPIRED, KEY_DISABLED, API_ACCESS_DISABLED,
 * ADDRESS_NOT_ALLOWED, INSUFFICIENT_SCOPE, VALID. (STALE is not for the index to say: see `LiveIndex.verify`.)
 */
export function verify(index: VerificationIndex, question: VerificationQuestion, now: number): Verdict {
  if (question.digest === null) return malformedKeyVerdict;
  const entry = index.find(question.digest);
  return entry === undefined ? unknownKeyVerdict : verdictOn(entry, question, now);
}

/** `verify` for a value as it was presented. */
export function checkKey(
  index: VerificationIndex,
  question: KeyQuestion,
  now: number,
  digestOf: DigestOf,
): Verdict {
  const entry = findKey(index, question.key, digestOf);
  return entry === undefined ? verdictOnUnknown(question.key) : verdictOn(entry, question, now);
}

/**
 * The key with this value. Prefix and checksum are left to `verdictOnUnknown`: what is in the index is well formed,
 * so they would only cost time where there is something to find.
 */
export function findKey(index: VerificationIndex, value: string, digestOf: DigestOf): KeyEntry | undefined {
  return value.length === keyValueLength ? index.find(digestOf(value)) : undefined;
}

/** Why nobody has this value. */
export function verdictOnUnknown(value: string): Verdict {
  return isWellFormedKey(value) ? unknownKeyVerdict : malformedKeyVerdict;
}

/** What may be said of a key that was found. */
export function verdictOn(entry: KeyEntry, asked: Asked, now: number): Verdict {
  const { keyId, account } = entry;
  const { accountId } = account;
  if (asked.accountId !== null && asked.accountId !== accountId) return unknownKeyVerdict;
  const refusal = refusalOf(entry, asked.clientAddress, now);
  if (refusal !== null) return refused(entry, refusal);
  if (asked.operation === null) return { valid: true, code: 'VALID', keyId, accountId, scope: null };
  const scope = decidingScopeOf(entry, asked.operation);
  if (scope === null) return refused(entry, 'INSUFFICIENT_SCOPE');
  return { valid: true, code: 'VALID', keyId, accountId, scope };
}

function refusalOf(entry: KeyEntry, clientAddress: string | null, now: number): RefusalOfKnownKey | null {
  if (entry.status === 'revoked') return 'KEY_REVOKED';
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
