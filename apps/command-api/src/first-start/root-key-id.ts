import { derivedKeyId } from '../keys/derived-key-id.js';

/**
 * Id of the first root key. Always the same, so that of two processes that start at once on an empty log only one
 * can create it.
 */
export const firstRootKeyId = `key_root${'0'.repeat(18)}`;

/** Id of a further root key, from the digest of its value: the same value is the same key wherever it is configured. */
export function furtherRootKeyId(digest: string): string {
  return derivedKeyId(`root key ${digest}`);
}
