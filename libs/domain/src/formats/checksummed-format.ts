import crc32 from 'crc-32';
import { decodeBase62, encodeBase62, isBase62, randomBase62 } from '../secret/base62.js';
import type { KeyFormat, Transport } from './key-format.js';
import { notWellFormed } from './not-well-formed.js';
import { underscore } from './separators.js';

const modes = '(?:live|test)';
const randomLength = 27;
const checksumLength = 6;

/** How much of the random part people may see to recognise a key: 24 of its 160 bits. */
const visibleRandomLength = 4;

export interface ChecksummedFormatOptions extends Pick<KeyFormat, 'kind' | 'doc'> {
  /** What values begin with, so that people and scanners see whose they are: two small letters. */
  readonly brand: string;
  readonly transport: Transport;
}

/**
 * The format
 *
 *     kl_live_ 27 random base62 characters (160.7 bits) 6 base62 characters of checksum
 *
 * with a brand in place of `kl`; `_test_` marks keys that are for trying things out. The checksum is the CRC32 (IEEE,
 * unsigned) of everything before it, so that typing errors and look-alikes are told from keys without a look-up. It
 * notices every replaced character and every exchange of two neighbours, without exception (the specs prove it), and
 * all but one in 4,294,967,296 of other changes.
 */
export function checksummedFormat({ brand, kind, doc, transport }: ChecksummedFormatOptions): KeyFormat {
  const [livePrefix, testPrefix] = [`${brand}_live_`, `${brand}_test_`];
  const prefixLength = livePrefix.length;
  const checksumStart = prefixLength + randomLength;
  const length = checksumStart + checksumLength;

  function isWellFormed(value: string): boolean {
    return (
      value.length === length &&
      (value.startsWith(livePrefix) || value.startsWith(testPrefix)) &&
      isBase62(value, prefixLength) &&
      checksumOf(value.slice(0, checksumStart)) === decodeBase62(value, checksumStart)
    );
  }

  return {
    kind,
    doc,
    transport,
    length,
    mint: ({ mode, randomBytes }) => {
      const body = `${brand}_${mode}_${randomBase62(randomLength, randomBytes)}`;
      return body + encodeBase62(checksumOf(body), checksumLength);
    },
    isWellFormed,
    visibleStartOf: (value) => {
      if (!isWellFormed(value)) throw notWellFormed();
      return value.slice(0, prefixLength + visibleRandomLength);
    },
    keyIdIn: () => null,
    lacksSecret: () => false,
    pattern: `${brand}_${modes}_[0-9A-Za-z]{${randomLength + checksumLength}}`,
    opening: {
      pattern: brand + underscore + modes + underscore,
      secretCharactersShown: visibleRandomLength,
    },
  };
}

function checksumOf(body: string): number {
  return crc32.bstr(body) >>> 0;
}
