import { describe, expect, it } from '@jest/globals';
import { hostileValues, names } from '@keyledger/testing';
import fc from 'fast-check';
import { isRefusal } from '../refusal.js';
import { checkOptionalText, checkText, type TextRule } from './plain-text.js';
import { quoted } from './quoted.js';

const rule: TextRule = { what: 'name', code: 'INVALID_NAME', required: true, lengthMax: 100 };

describe('checkText', () => {
  it('keeps texts that people write', () => {
    const texts = [
      'CI',
      'Müller & Söhne',
      'ключ',
      '鍵',
      'مفتاح‌ها',
      '👩‍👩‍👧 family',
      'a "b" <c> \'d\' \\ %s ${x}',
    ];
    for (const text of texts) expect(checkText(text, rule)).toBe(text);
    fc.assert(
      fc.property(names, (name) => {
        expect(checkText(name, { ...rule, lengthMax: 1_000 })).toBe(name);
      }),
    );
  });

  it('takes white space off the ends and composes characters', () => {
    expect(checkText('  two  words ', rule)).toBe('two  words');
    expect(checkText('e\u0301', rule)).toBe('é');
  });

  it('counts code points, not code units', () => {
    expect(checkText('😀'.repeat(100), rule)).toBe('😀'.repeat(100));
    expect(checkText('😀'.repeat(101), rule)).toMatchObject({ code: 'INVALID_NAME' });
    expect(checkText('x'.repeat(100), rule)).toBe('x'.repeat(100));
    expect(checkText('x'.repeat(101), rule)).toMatchObject({ code: 'INVALID_NAME' });
    expect(checkText('x'.repeat(1_000_000), rule)).toMatchObject({ code: 'INVALID_NAME' });
  });

  it.each([
    ...[
      '',
      ' ',
      '\u00a0\u3000',
      '\u200b',
      '\ufeff',
      'a\u0000',
      'a\nb',
      'tab\t',
      '\u001b[31mred',
      'a\u007f',
      'a\u0085',
    ],
    ...['a\u2028b', 'a\u2029b', '\ud800', 'a\udc00b', '\udc00\ud800', 'file\u202egnp.exe', '\u2066a'],
    ...[null, undefined, 5, {}, ['name'], true],
  ])('refuses %p', (value) => {
    expect(checkText(value, rule)).toMatchObject({ refused: true, code: 'INVALID_NAME' });
  });

  it('refuses a text with a key in it: the log never forgets', () => {
    const refusal = checkText(`leaked: kl_live_${'a'.repeat(33)}!`, rule);
    expect(refusal).toMatchObject({ code: 'INVALID_NAME' });
    expect(JSON.stringify(refusal)).not.toContain('aaaaa');
    expect(checkText('starts with kl_live_aaaa', rule)).toBe('starts with kl_live_aaaa');
  });

  it('gives texts back that it would take unchanged, whatever the input', () => {
    fc.assert(
      fc.property(hostileValues, (value) => {
        const text = checkText(value, rule);
        if (!isRefusal(text)) expect(checkText(text, rule)).toBe(text);
      }),
    );
  });
});

describe('checkOptionalText', () => {
  it('takes nothing, and what has no content, for null', () => {
    const optional = { ...rule, required: false };
    for (const nothing of [null, undefined, '', '  '])
      expect(checkOptionalText(nothing, optional)).toBeNull();
    expect(checkOptionalText('', rule)).toMatchObject({ code: 'INVALID_NAME' });
    expect(checkOptionalText(7, optional)).toMatchObject({ code: 'INVALID_NAME' });
  });
});

describe('quoted', () => {
  it('is one short printable line without keys, whatever the input', () => {
    fc.assert(
      fc.property(hostileValues, (value) => {
        expect(quoted(value)).not.toMatch(/[\n\u0000]|\p{Cs}/u);
        expect(quoted(value).length).toBeLessThan(500);
      }),
    );
    expect(quoted('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(60)}…"`);
    expect(quoted(`kl_test_${'b'.repeat(33)} and kl_test_${'b'.repeat(20)}`)).toBe('"[key] and [key]"');
    expect(quoted(null)).toBe('A value of type null');
  });
});
