import { createHash } from 'node:crypto';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLength = 22;

/**
 * The id of a key that is known by what it is made from: always the same, so that of several who create it at once, or
 * one after the other, only one can.
 */
export function derivedKeyId(from: string): string {
  let number = BigInt(`0x${createHash('sha256').update(from).digest('hex')}`);
  let id = '';
  while (id.length < idLength) {
    id += base62.charAt(Number(number % 62n));
    number /= 62n;
  }
  return `key_${id}`;
}
