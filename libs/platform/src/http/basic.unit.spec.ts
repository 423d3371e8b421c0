import { describe, expect, it } from '@jest/globals';
import { basicCredential, choosesBasic } from './basic.js';

function requestWith(...values: readonly string[]) {
  return { rawHeaders: values.flatMap((value) => ['Authorization', value]) };
}

function encoded(pair: string): string {
  return Buffer.from(pair).toString('base64');
}

describe('the credentials of an OAuth client', () => {
  it.each([
    [`Basic ${encoded('key_1:kl_test_x')}`, 'key_1', 'kl_test_x'],
    [`bASIC ${encoded('key_1:kl_test_x')}`, 'key_1', 'kl_test_x'],
    [`Basic ${encoded('a%3Ab+c:p%25q:r')}`, 'a:b c', 'p%q:r'],
    [`Basic ${encoded(':secret')}`, '', 'secret'],
    [`Basic ${encoded('id:')}`, 'id', ''],
  ])('are read from %j', (header, user, password) => {
    expect(basicCredential(requestWith(header))).toEqual({ outcome: 'given', user, password });
    expect(choosesBasic(requestWith(header))).toBe(true);
  });

  it.each([
    'Basic',
    'Basic ',
    'Basic !!!',
    `Basic  ${encoded('a:b')}`,
    `Basic ${encoded('a:b')} more`,
    `Basic ${encoded('nocolon')}`,
    `Basic ${encoded('a:%')}`,
    `Basic ${encoded('%zz:b')}`,
  ])('are malformed in %j, which is not repeated', (header) => {
    expect(basicCredential(requestWith(header))).toEqual({
      outcome: 'malformed',
      detail: 'The header is not Authorization: Basic BASE64(ID:SECRET).',
    });
  });

  it('are malformed where the header is there twice', () => {
    const one = `Basic ${encoded('a:b')}`;
    expect(basicCredential(requestWith(one, one)).outcome).toBe('malformed');
  });

  it('are missing without the header', () => {
    expect(basicCredential(requestWith()).outcome).toBe('missing');
    expect(choosesBasic(requestWith())).toBe(false);
  });

  it.each(['Bearer abc', 'Basicx abc', 'abc'])('are not chosen by %j', (header) => {
    expect(choosesBasic(requestWith(header))).toBe(false);
  });
});
