import { createHash } from 'node:crypto';

/**
 * Id of the first root key. Always the same, so that of two processes that start at once on an empty log only one
 * can create it.
 */
export const firstRootKeyId = `key_root${'0'.repeat(18)}`;

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLength = 22;

/** Id of a further root key, from the digest of its value: the same value is the same key wherever it is configured. */
export function furtherRootKeyId(digest: string): string {
  let number = BigInt(`0x${createHash('sha256').update(`root key ${digest}`).digest('hex')}`);
  let id = '';
  while (id.length < idLength) {
    id += base62.charAt(Number(number % 62n));
    number /= 62n;
  }
  return `key_${id}`;
}
