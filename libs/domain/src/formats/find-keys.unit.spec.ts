import { describe, expect, it } from '@jest/globals';
import { hostileTexts } from '@keyledger/testing';
import fc from 'fast-check';
import { keyFragments, holdsKey } from './find-keys.js';
import { exampleKeyId, formatCases, mintOne, valuesOf } from './spec-formats.js';

const mask = (text: string): string => text.replace(keyFragments, '$1***');

const percentEncoded = (text: string): string =>
  text.replace(/[^0-9A-Za-z]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

describe.each(formatCases)('keys of the format $name in texts', (formatCase) => {
  const value = mintOne(formatCase);
  const prefix = formatCase.prefixes.live;
  const shown = value.slice(0, prefix.length + (prefix.endsWith('.') ? 0 : 4));
  const secret = value.slice(shown.length);

  it.each([
    ['alone', value, `${shown}***`],
    ['in a sentence', `I use ${value}, but it fails.`, `I use ${shown}***, but it fails.`],
    ['at the end of a sentence', `It is ${value}.`, `It is ${shown}***.`],
    ['after a letter', `x${value} y`, `x${shown}*** y`],
    ['in a URL', `https://host/v1/${value}?key=${value}#x`, `https://host/v1/${shown}***?key=${shown}***#x`],
    ['in JSON', `{"authorization":"Bearer ${value}"}`, `{"authorization":"Bearer ${shown}***"}`],
    ['in quoted JSON', `"{\\"key\\":\\"${value}\\"}"`, `"{\\"key\\":\\"${shown}***\\"}"`],
    ['in lines', `${value}\n${value}`, `${shown}***\n${shown}***`],
    ['twice in a row', value + value, `${shown}***${shown}***`],
    ['with a slip', `${value.slice(0, -9)}_-${value.slice(-9)}`, `${shown}***`],
    ['before a word', `${value}-is-my-key`, `${shown}***`],
    ['cut off', value.slice(0, -7), `${shown}***`],
    ['cut to its prefix and little more', value.slice(0, shown.length + 1), `${shown}***`],
  ])('are masked %s', (_, text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    ['in capitals', value.toUpperCase()],
    ['in small letters', value.toLowerCase()],
    ['percent-encoded', percentEncoded(value)],
    ['percent-encoded in small letters', percentEncoded(value).toLowerCase()],
    ['percent-encoded twice', encodeURIComponent(percentEncoded(value))],
    ['percent-encoded three times', encodeURIComponent(encodeURIComponent(percentEncoded(value)))],
    ['in the query of a URL', `/search?q=${encodeURIComponent(`my key ${percentEncoded(value)}!`)}`],
  ])('are masked and found %s', (_, text) => {
    expect(mask(text).toLowerCase()).not.toContain(secret.toLowerCase());
    expect(mask(text).length).toBeLessThan(text.length - secret.length + '***'.length + 1);
    expect(holdsKey(text)).toBe(true);
  });

  it('are masked in a row with those of any other format, in any order', () => {
    for (const other of formatCases.map((each) => mintOne(each))) {
      const masked = mask(`${value}${other}${value}`);
      expect(masked).not.toContain(secret);
      expect(masked).not.toContain(other.slice(-30));
    }
  });

  it('are found whole, and cut off where 12 secret characters are left', () => {
    const left = value.slice(0, prefix.length + 12);
    for (const text of [
      value,
      `see ${value}!`,
      `a:${value}`,
      `{"key":"${value}"}`,
      `x${value}${value}`,
      left,
    ]) {
      expect(holdsKey(text)).toBe(true);
    }
  });

  it('are not found in what people may see of them', () => {
    const start = formatCase.format.visibleStartOf(value);
    for (const text of [start, shown, `the key ${start}…`, secret, value.slice(0, prefix.length + 11)]) {
      expect(holdsKey(text)).toBe(false);
    }
    for (const text of [start, shown, `key ${start} of acme`]) expect(mask(text)).toBe(text);
  });

  it('are found by scanners anywhere', () => {
    const text = `{"authorization":"Bearer ${value}"} x${value}, ${value}`;
    expect(text.match(new RegExp(formatCase.format.pattern, 'g'))).toEqual([value, value, value]);
  });
});

describe('masking', () => {
  it('leaves no secret part of any key in any text', () => {
    const values = fc.oneof(...formatCases.map(valuesOf));
    fc.assert(
      fc.property(hostileTexts, values, values, hostileTexts, (before, first, second, after) => {
        const masked = mask(before + first + second + after);
        expect(masked).not.toContain(first.slice(-30));
        expect(masked).not.toContain(second.slice(-30));
        expect(holdsKey(masked)).toBe(false);
      }),
    );
  });

  it.each([
    '',
    'kl_live_',
    `DELETE /v1/keys/${exampleKeyId}`,
    `the key ${exampleKeyId}.`,
    `${exampleKeyId}. Then`,
    'column key_directory.name does not exist',
    'key_subscriptions.description',
    'migration_key_usage.sql',
    'wsk-v1- is the prefix',
    'https://host/sg_live',
    'key_0123456789ABCDEFGHIJKL',
  ])('leaves %j as it is', (text) => {
    expect(mask(text)).toBe(text);
    expect(holdsKey(text)).toBe(false);
  });

  it.each([
    ['one character short', exampleKeyId.slice(0, -1)],
    ['one character long', `${exampleKeyId}0`],
    ['with two exchanged', exampleKeyId.replace('45', '54')],
  ])('finds the secret after a key id that is mistyped: %s', (_, keyId) => {
    const text = `${keyId}.${'s'.repeat(43)}`;
    expect(mask(text)).toBe(`${keyId}.***`);
    expect(holdsKey(text)).toBe(true);
  });

  it.each(['kl_live_migration', 'key_rotation.finished_today', 'please use kl_test_keys'])(
    'refuses no text for %j',
    (text) => {
      expect(holdsKey(text)).toBe(false);
    },
  );

  it('ends on texts that begin like keys a hundred thousand times', () => {
    const texts = [
      'kl_live_',
      'key_',
      `${exampleKeyId}.`,
      exampleKeyId,
      'wsk-v1-',
      'kl%25',
      'kl%5Flive%5F',
      'a',
    ];
    for (const text of texts) {
      const repeated = text.repeat(100_000);
      expect(mask(repeated).length).toBeGreaterThan(0);
      expect(typeof holdsKey(repeated)).toBe('boolean');
    }
  });
});
