import crc32 from 'crc-32';
import { decodeBase62, encodeBase62, isBase62, type RandomBytes, randomBase62 } from './base62.js';

/**
 * The value of a key in the `keyledger` format:
 *
 *     kl_live_ 27 random base62 characters (160.7 bits) 6 base62 characters of checksum
 *
 * `kl_test_` marks keys that are for trying things out. The checksum is the CRC32 (IEEE, unsigned) of everything
 * before it, so that typing errors and look-alikes are told from keys without a look-up.
 */
export type KeyMode = 'live' | 'test';

const prefixLength = 'kl_live_'.length;
const randomLength = 27;
const checksumLength = 6;
const checksumStart = prefixLength + randomLength;
export const keyValueLength = checksumStart + checksumLength;

/** How much of the random part people may see to recognise a key: 24 of its 160 bits. */
const visibleRandomLength = 4;
export const visibleStartLength = prefixLength + visibleRandomLength;

/** Source of a RegExp that finds whole keys in text; for secret scanners. Confirm a match with `isWellFormedKey`. */
export const keyPattern = 'kl_(?:live|test)_[0-9A-Za-z]{33}';

/**
 * Source of a RegExp for redaction (use it with the flag `g`): finds keys, cut-off keys and mistyped keys; whatever
 * shows more of a key than its visible start, two keys without a space between them included.
 */
export const keyFragmentPattern = 'kl_(?:live|test)_[0-9A-Za-z_]{5,}';

/**
 * What nobody pastes by chance: a key, or so much of one that what is left of its 27 random characters could be
 * guessed. In any case of letters, since that hides little.
 */
const telltale = /kl_(?:live|test)_[0-9a-z]{12}/i;

const visibleStart = /^kl_(?:live|test)_[0-9A-Za-z]{4}/;

/** A new key value. Show it once, keep only its digest and its visible start. */
export function mintKey({ mode, randomBytes }: { mode: KeyMode; randomBytes: RandomBytes }): string {
  const body = `kl_${mode}_${randomBase62(randomLength, randomBytes)}`;
  return body + encodeBase62(checksumOf(body), checksumLength);
}

/**
 * Whether this can be a key at all: prefix, length, alphabet and checksum. On the hot path of verification; never
 * throws, whatever it is given.
 */
export function isWellFormedKey(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length === keyValueLength &&
    (value.startsWith('kl_live_') || value.startsWith('kl_test_')) &&
    isBase62(value, prefixLength) &&
    checksumOf(value.slice(0, checksumStart)) === decodeBase62(value, checksumStart)
  );
}

/**
 * Prefix and first four random characters of a key.
 *
 * @throws Error when the value is not a key: showing the start of something else might show all of it.
 */
export function visibleStartOf(value: string): string {
  const [start] = visibleStart.exec(value) ?? [];
  if (start === undefined || value.length !== keyValueLength) {
    throw new Error('Only a key has a visible start; the given value is not one');
  }
  return start;
}

/** Whether a text gives a key away, and so is to be kept nowhere. Visible starts do not. */
export function holdsKey(text: string): boolean {
  return telltale.test(text);
}

function checksumOf(body: string): number {
  return crc32.bstr(body) >>> 0;
}
