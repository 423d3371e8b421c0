import { keyledgerFormat } from '../formats/keyledger-format.js';
import type { KeyMode } from '../formats/key-format.js';
import type { RandomBytes } from './base62.js';

/** Keys of the default format, which Keyledger's own admins hold too. */
const format = keyledgerFormat;

/** Source of a RegExp that finds whole keys in text; for secret scanners. Confirm a match with `isWellFormedKey`. */
export const keyPattern = format.pattern;

/** A new key value. Show it once, keep only its digest and its visible start. */
export function mintKey({ mode, randomBytes }: { mode: KeyMode; randomBytes: RandomBytes }): string {
  return format.mint({ keyId: '', mode, randomBytes });
}

/** Whether this can be a key at all: prefix, length, alphabet and checksum. Never throws, whatever it is given. */
export function isWellFormedKey(value: unknown): boolean {
  return typeof value === 'string' && format.isWellFormed(value);
}

/**
 * Prefix and first four random characters of a key.
 *
 * @throws Error when the value is not a key: showing the start of something else might show all of it.
 */
export function visibleStartOf(value: string): string {
  return format.visibleStartOf(value);
}
