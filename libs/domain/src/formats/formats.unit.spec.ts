import { describe, expect, it } from '@jest/globals';
import { hostileTexts } from '@keyledger/testing';
import fc from 'fast-check';
import { profileIds, profileOf } from '../profiles/registry.js';
import { base62Alphabet } from '../secret/base62.js';
import { allFormats, isWellFormedInAnyFormat } from './formats.js';
import { checksummedCases, exampleKeyId, formatCases, mintOne, replaceAt, valuesOf } from './spec-formats.js';

const large = ['k'.repeat(1_000_000), 'kl_live_'.repeat(100_000), `${exampleKeyId}.`.repeat(40_000)];

describe('the formats of all profiles', () => {
  it('are all in the one list, and all in these tests', () => {
    const ofProfiles = profileIds.flatMap((id) => profileOf(id).formats);
    expect(new Set(allFormats)).toEqual(new Set(ofProfiles));
    expect(new Set(formatCases.map(({ format }) => format))).toEqual(new Set(allFormats));
    expect(new Set(allFormats).size).toBe(allFormats.length);
  });

  it('travel apart from each other in each profile, by kinds of their own', () => {
    for (const { formats } of profileIds.map(profileOf)) {
      expect(new Set(formats.map(({ kind }) => kind)).size).toBe(formats.length);
      expect(new Set(formats.map(({ transport }) => transport.kind)).size).toBe(formats.length);
    }
  });

  it('never take a value of one for a value of another', () => {
    for (const formatCase of formatCases) {
      const value = mintOne(formatCase);
      expect(allFormats.filter((format) => format.isWellFormed(value))).toEqual([formatCase.format]);
      expect(allFormats.filter((format) => new RegExp(`^${format.pattern}$`).test(value))).toEqual([
        formatCase.format,
      ]);
    }
  });

  it('answer about any text, and never throw', () => {
    const texts = fc.oneof(hostileTexts, fc.stringMatching(/^(key|kl|wsk)[_-](live|v1)?[_-][\w.-]{0,99}$/));
    fc.assert(
      fc.property(texts, (text) => {
        for (const format of allFormats) {
          expect(typeof format.isWellFormed(text)).toBe('boolean');
          expect(typeof format.lacksSecret(text)).toBe('boolean');
          expect([null, text.slice(0, 26)]).toContain(format.keyIdIn(text));
        }
      }),
    );
    for (const format of allFormats) for (const text of large) expect(format.isWellFormed(text)).toBe(false);
  });
});

describe('isWellFormedInAnyFormat', () => {
  it('is true of every value that any format makes', () => {
    fc.assert(fc.property(fc.oneof(...formatCases.map(valuesOf)), (value) => isWellFormedInAnyFormat(value)));
  });

  it('is false of anything else', () => {
    fc.assert(fc.property(hostileTexts, (text) => !isWellFormedInAnyFormat(text)));
    for (const text of [...large, exampleKeyId, `${exampleKeyId}.`])
      expect(isWellFormedInAnyFormat(text)).toBe(false);
    for (const value of formatCases.map((formatCase) => mintOne(formatCase))) {
      const others = [
        `${value}\n`,
        ` ${value}`,
        `${value} `,
        `${value}0`,
        value.slice(0, -1),
        `\u0000${value}`,
      ];
      for (const other of [...others, value.toUpperCase()])
        expect(isWellFormedInAnyFormat(other)).toBe(false);
    }
  });

  it('is false of a value with one wrong character, in its prefix too, where there is a checksum', () => {
    const values = fc.oneof(...checksummedCases.map(valuesOf));
    const characters = fc.constantFrom(...Array.from(`${base62Alphabet}_-.`));
    fc.assert(
      fc.property(values, fc.nat({ max: 40 }), characters, (value, index, character) => {
        fc.pre(value[index] !== character);
        expect(isWellFormedInAnyFormat(replaceAt(value, index, character))).toBe(false);
      }),
    );
  });
});
