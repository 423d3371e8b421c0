import { describe, expect, it } from '@jest/globals';
import { hostileTexts } from '@keyledger/testing';
import fc from 'fast-check';
import { mintKeyId } from '../secret/key-id.js';
import { idAndSecretFormat as format } from './id-and-secret-format.js';
import { exampleKeyId, seededBytes } from './spec-formats.js';

const randomBytes = seededBytes('id and secret');
const secret = 'x'.repeat(43);

describe('KeyId.Secret (XD-1)', () => {
  it('is the key id that it is made for, a dot and a secret', () => {
    fc.assert(
      fc.property(fc.constantFrom('live' as const, 'test' as const), (mode) => {
        const keyId = mintKeyId(randomBytes);
        const value = format.mint({ keyId, mode, randomBytes });
        expect(value.split('.')).toEqual([keyId, expect.stringMatching(/^[0-9A-Za-z]{43}$/)]);
        expect(format.keyIdIn(value)).toBe(keyId);
        expect(format.lacksSecret(value)).toBe(false);
      }),
    );
  });

  it('is made for ids of ours alone', () => {
    for (const keyId of ['', 'key_short', `${exampleKeyId}0`, 'acme']) {
      expect(() => format.mint({ keyId, mode: 'live', randomBytes })).toThrow('key id of ours');
    }
  });

  it('shows the first twelve characters of the id', () => {
    expect(format.visibleStartOf(`${exampleKeyId}.${secret}`)).toBe('key_01234567');
  });

  it('names its key, whatever stands after the first dot', () => {
    fc.assert(
      fc.property(fc.oneof(hostileTexts, fc.stringMatching(/^[.0-9a-z]{0,50}$/)), (rest) => {
        expect(format.keyIdIn(`${exampleKeyId}.${rest}`)).toBe(exampleKeyId);
        expect(format.lacksSecret(`${exampleKeyId}.${rest}`)).toBe(rest === '');
        expect(format.isWellFormed(`${exampleKeyId}.${rest}`)).toBe(/^[0-9A-Za-z]{43}(?!\n)$/.test(rest));
      }),
    );
  });

  it.each([
    ['the id alone', exampleKeyId],
    ['the id and a dot', `${exampleKeyId}.`],
  ])('lacks a secret: %s', (_, value) => {
    expect(format.lacksSecret(value)).toBe(true);
    expect(format.keyIdIn(value)).toBe(exampleKeyId);
    expect(format.isWellFormed(value)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['no id', `.${secret}`],
    ['no dot', `${exampleKeyId}${secret}`],
    ['a dot before the id', `.${exampleKeyId}.${secret}`],
    ['a dot inside the id', `key_.${exampleKeyId.slice(5)}.${secret}`],
    ['a short id', `${exampleKeyId.slice(0, -1)}.${secret}`],
    ['a long id', `${exampleKeyId}0.${secret}`],
    ['an id in capitals', `${exampleKeyId.toUpperCase()}.${secret}`],
    ['an encoded dot', `${exampleKeyId}%2E${secret}`],
    ['a line before the id', `\n${exampleKeyId}.${secret}`],
    ['a line after the id', `${exampleKeyId}\n.${secret}`],
    ['another separator', `${exampleKeyId}:${secret}`],
    ['a secret alone', secret],
  ])('names no key with %s', (_, value) => {
    expect(format.keyIdIn(value)).toBeNull();
    expect(format.lacksSecret(value)).toBe(false);
    expect(format.isWellFormed(value)).toBe(false);
  });

  it.each([
    ['short', secret.slice(1)],
    ['long', `${secret}x`],
    ['split by a dot', `${secret.slice(0, 20)}.${secret.slice(0, 22)}`],
    ['of other characters', `${secret.slice(1)}_`],
    ['after a second dot', `.${secret.slice(1)}`],
  ])('names its key where the secret is %s, and is not well formed', (_, wrong) => {
    expect(format.keyIdIn(`${exampleKeyId}.${wrong}`)).toBe(exampleKeyId);
    expect(format.isWellFormed(`${exampleKeyId}.${wrong}`)).toBe(false);
  });
});
