import { isBase62, randomBase62 } from '../secret/base62.js';
import type { KeyFormat } from './key-format.js';
import { hyphen } from './separators.js';
import { notWellFormed } from './not-well-formed.js';

const prefix = 'wsk-v1-';
const length = 100;
const randomLength = length - prefix.length;
const visibleRandomLength = 4;

/**
 * `wsk-v1-` and 93 random base62 characters (553 bits), 100 in all (WX-1). The version is that of the format. It has
 * no checksum: a mistyped key is told from a key by the look-up alone.
 */
export const hierarchicalScopesFormat: KeyFormat = {
  kind: 'key',
  doc: 'wsk-v1- and 93 random characters, as Authorization: Bearer KEY.',
  transport: { kind: 'bearer' },
  length,
  mint: ({ randomBytes }) => prefix + randomBase62(randomLength, randomBytes),
  isWellFormed,
  visibleStartOf: (value) => {
    if (!isWellFormed(value)) throw notWellFormed();
    return value.slice(0, prefix.length + visibleRandomLength);
  },
  keyIdIn: () => null,
  lacksSecret: () => false,
  pattern: `${prefix}[0-9A-Za-z]{${randomLength}}`,
  opening: { pattern: `wsk${hyphen}v1${hyphen}`, secretCharactersShown: visibleRandomLength },
};

function isWellFormed(value: string): boolean {
  return value.length === length && value.startsWith(prefix) && isBase62(value, prefix.length);
}
