import { isBase62, randomBase62 } from '../secret/base62.js';
import { isKeyId, keyIdLength } from '../secret/key-id.js';
import type { KeyFormat } from './key-format.js';
import { notWellFormed } from './not-well-formed.js';
import { dot, underscore } from './separators.js';

const separator = '.';
const secretStart = keyIdLength + separator.length;
const secretLength = 43;
const length = secretStart + secretLength;

/** Of the key id, which is public but longer than what people can compare at a glance. */
const visibleStartLength = 'key_'.length + 8;

/**
 * `KeyId.Secret` (XD-1): the id of the key, which is public, a dot, and 43 random base62 characters (256 bits). A value
 * is split at its first dot, since no key id holds one.
 */
export const idAndSecretFormat: KeyFormat = {
  kind: 'key',
  doc: 'KeyId.Secret: the id of the key, a dot and 43 random characters, in the header X-Api-Key.',
  transport: { kind: 'header', header: 'x-api-key' },
  length,
  mint: ({ keyId, randomBytes }) => {
    if (!isKeyId(keyId)) throw new Error('A KeyId.Secret is made for a key id of ours');
    return keyId + separator + randomBase62(secretLength, randomBytes);
  },
  isWellFormed,
  visibleStartOf: (value) => {
    if (!isWellFormed(value)) throw notWellFormed();
    return value.slice(0, visibleStartLength);
  },
  keyIdIn,
  lacksSecret: (value) => value.length <= secretStart && keyIdIn(value) !== null,
  pattern: `key_[0-9A-Za-z]{${keyIdLength - 'key_'.length}}\\.[0-9A-Za-z]{${secretLength}}`,
  // A few characters more or less of the id: a secret after a mistyped id is a secret still.
  opening: { pattern: `key${underscore}[0-9A-Za-z]{18,30}${dot}`, secretCharactersShown: 0 },
};

function isWellFormed(value: string): boolean {
  return value.length === length && keyIdIn(value) !== null && isBase62(value, secretStart);
}

function keyIdIn(value: string): string | null {
  if (value.length > keyIdLength && value[keyIdLength] !== separator) return null;
  const keyId = value.slice(0, keyIdLength);
  return isKeyId(keyId) ? keyId : null;
}
