import { type RandomBytes, randomBase62 } from './base62.js';

const prefix = 'key_';
const randomLength = 22;
const keyId = /^key_[0-9A-Za-z]{22}$/;

export const keyIdLength = prefix.length + randomLength;

/** A new key id: `key_` and 22 random base62 characters (131 bits). Not a secret. */
export function mintKeyId(randomBytes: RandomBytes): string {
  return prefix + randomBase62(randomLength, randomBytes);
}

export function isKeyId(value: unknown): boolean {
  return typeof value === 'string' && keyId.test(value);
}
