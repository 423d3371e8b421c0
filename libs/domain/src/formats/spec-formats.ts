import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { base62Alphabet } from '../secret/base62.js';
import { hierarchicalScopesFormat } from './hierarchical-scopes-format.js';
import { idAndSecretFormat } from './id-and-secret-format.js';
import type { KeyFormat, KeyMode } from './key-format.js';
import { keyledgerFormat } from './keyledger-format.js';
import { operationsFormat } from './operations-format.js';
import { permissionLevelsFormat } from './permission-levels-format.js';
import { taggedKeyFormat, taggedTokenFormat } from './tagged-keys-format.js';

/** A stream of bytes that is the same in every run. */
export function seededBytes(seed: string): (count: number) => Uint8Array {
  let block = 0;
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () => {
      block += 1;
      return createHash('sha256').update(`${seed}:${block}`).digest();
    });
    return Buffer.concat(blocks).subarray(0, count);
  };
}

export interface FormatCase {
  readonly name: string;
  readonly format: KeyFormat;
  /** What every value begins with, by mode. */
  readonly prefixes: Readonly<Record<KeyMode, string>>;
  /** Random characters after that; what then follows is the checksum. */
  readonly randomLength: number;
}

export const exampleKeyId = 'key_0123456789ABCDEFGHIJKL';

function checksummed(name: string, brand: string, format: KeyFormat): FormatCase {
  return { name, format, prefixes: { live: `${brand}_live_`, test: `${brand}_test_` }, randomLength: 27 };
}

export const checksummedCases: readonly FormatCase[] = [
  checksummed('keyledger', 'kl', keyledgerFormat),
  checksummed('permission-levels', 'xn', permissionLevelsFormat),
  checksummed('tagged-keys (key)', 'tk', taggedKeyFormat),
  checksummed('tagged-keys (token)', 'tt', taggedTokenFormat),
  checksummed('operations', 'sg', operationsFormat),
];

function sameInBothModes(prefix: string): FormatCase['prefixes'] {
  return { live: prefix, test: prefix };
}

export const formatCases: readonly FormatCase[] = [
  ...checksummedCases,
  {
    name: 'hierarchical-scopes',
    format: hierarchicalScopesFormat,
    prefixes: sameInBothModes('wsk-v1-'),
    randomLength: 93,
  },
  {
    name: 'id-and-secret',
    format: idAndSecretFormat,
    prefixes: sameInBothModes(`${exampleKeyId}.`),
    randomLength: 43,
  },
];

const drawnBytes = seededBytes('values of formats');

export function mintOne({ format }: FormatCase, mode: KeyMode = 'live'): string {
  return format.mint({ keyId: exampleKeyId, mode, randomBytes: drawnBytes });
}

export const modes: fc.Arbitrary<KeyMode> = fc.constantFrom('live', 'test');

/** Values of a format, each as likely as any other. */
export function valuesOf({ format, randomLength }: FormatCase): fc.Arbitrary<string> {
  const characters = fc.array(fc.nat({ max: base62Alphabet.length - 1 }), {
    minLength: randomLength,
    maxLength: randomLength,
  });
  return fc
    .tuple(modes, characters)
    .map(([mode, bytes]) =>
      format.mint({ keyId: exampleKeyId, mode, randomBytes: () => Uint8Array.from(bytes) }),
    );
}

export function replaceAt(text: string, index: number, replacement: string): string {
  return text.slice(0, index) + replacement + text.slice(index + replacement.length);
}
