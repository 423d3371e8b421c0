import { type RandomBytes, randomBase62 } from './base62.js';

const randomLength = 22;
const keyId = /^key_[0-9A-Za-z]{22}$/;

/** A new key id: `key_` and 22 random base62 characters (131 bits). Not a secret. */
export function mintKeyId(randomBytes: RandomBytes): string {
  return `key_${randomBase62(randomLength, randomBytes)}`;
}

export function isKeyId(value: unknown): boolean {
  return typeof value === 'string' && keyId.test(value);
}
