import { describe, expect, it } from '@jest/globals';
import { hostileTexts } from '@keyledger/testing';
import fc from 'fast-check';
import { exampleKeyId } from '../formats/spec-formats.js';
import { idAndSecretFormat } from '../formats/id-and-secret-format.js';
import { keyledgerFormat } from '../formats/keyledger-format.js';
import { taggedKeyFormat, taggedTokenFormat } from '../formats/tagged-keys-format.js';
import { profileIds, profileOf } from '../profiles/registry.js';
import { extractCredential } from './extract-credential.js';

type Header = readonly [name: string, value: string];

const rawHeaders = (headers: readonly Header[]) =>
  [['Host', 'api.example'], ...headers, ['Accept', '*/*']].flat();

const fromBearer = (...headers: Header[]) => extractCredential(rawHeaders(headers), [keyledgerFormat]);
const fromApiKey = (...headers: Header[]) => extractCredential(rawHeaders(headers), [idAndSecretFormat]);
const fromTagged = (...headers: Header[]) =>
  extractCredential(rawHeaders(headers), [taggedKeyFormat, taggedTokenFormat]);

const user: Header = ['x-api-user', 'ann@acme.example'];
const token: Header = ['x-api-token', 'tt_live_abc'];
const bearerHeader: Header = ['Authorization', 'Bearer abc'];

describe('the credential of a request: Authorization: Bearer', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER abc'])('is found in %j', (value) => {
    expect(fromBearer(['Authorization', value])).toEqual({
      outcome: 'given',
      value: 'abc',
      format: keyledgerFormat,
      user: null,
    });
  });

  it.each(['authorization', 'AUTHORIZATION'])('is found under the name %s', (name) => {
    expect(fromBearer([name, 'Bearer abc'])).toMatchObject({ outcome: 'given', value: 'abc' });
  });

  it('is found whatever it is: to judge it is not for here', () => {
    for (const value of ['a', 'sg_live_abc', 'a-._~+/b==', 'x'.repeat(8_000)]) {
      expect(fromBearer(['Authorization', `Bearer ${value}`])).toMatchObject({ outcome: 'given', value });
    }
  });

  it.each([
    ['another scheme', 'Basic YWJj'],
    ['no scheme', 'abc'],
    ['the scheme alone', 'Bearer'],
    ['the scheme and a space', 'Bearer '],
    ['two spaces', 'Bearer  abc'],
    ['a tab', 'Bearer\tabc'],
    ['a space before', ' Bearer abc'],
    ['a space after', 'Bearer abc '],
    ['two values', 'Bearer abc def'],
    ['two credentials in one header', 'Bearer abc, Bearer def'],
    ['quotes', 'Bearer "abc"'],
    ['percent-encoding', 'Bearer kl%5Flive%5Fabc'],
    ['a letter beyond ASCII', 'Bearer \u00e4bc'],
    ['NUL', 'Bearer abc\u0000'],
    ['a line break', 'Bearer abc\n'],
    ['9 KiB', `Bearer ${'x'.repeat(9 * 1024)}`],
  ])('is malformed with %s', (_, value) => {
    expect(fromBearer(['Authorization', value])).toEqual({
      outcome: 'malformed',
      detail: expect.any(String),
    });
  });
});

describe('the credential of a request: X-Api-Key', () => {
  it.each(['X-Api-Key', 'x-api-key', 'X-API-KEY'])('is found in %s', (name) => {
    expect(fromApiKey([name, `${exampleKeyId}.abc`])).toEqual({
      outcome: 'given',
      value: `${exampleKeyId}.abc`,
      format: idAndSecretFormat,
      user: null,
    });
  });

  it('is given with a KeyId alone: what is lacking is for the verdict to say', () => {
    expect(fromApiKey(['X-Api-Key', exampleKeyId])).toMatchObject({ outcome: 'given', value: exampleKeyId });
  });

  it.each([
    ['a scheme', 'Bearer abc'],
    ['spaces around', ' abc '],
    ['a space alone', ' '],
    ['a list', 'abc,def'],
    ['percent-encoding', 'key%5Fabc%2Edef'],
    ['a letter beyond ASCII', 'abc\u00e9'],
    ['NUL', '\u0000abc'],
    ['9 KiB', 'x'.repeat(9 * 1024)],
  ])('is malformed with %s', (_, value) => {
    expect(fromApiKey(['X-Api-Key', value])).toEqual({ outcome: 'malformed', detail: expect.any(String) });
  });
});

describe('the credential of a request: x-api-user and x-api-token (TX-6)', () => {
  it('is found where both are there, in any order', () => {
    const found = { outcome: 'given', value: token[1], format: taggedTokenFormat, user: user[1] };
    expect(fromTagged(user, token)).toEqual(found);
    expect(fromTagged(token, user)).toEqual(found);
  });

  it.each([
    ['the user alone', [user]],
    ['the token alone', [token]],
    ['an empty user', [['x-api-user', ''], token]],
    ['an empty token', [user, ['x-api-token', '']]],
    ['two users', [user, ['X-Api-User', 'bob@acme.example'], token]],
    ['two tokens', [user, token, token]],
    ['a user with a space', [['x-api-user', 'ann bob'], token]],
    ['a user beyond ASCII', [['x-api-user', '\u00e4nn@acme.example'], token]],
    ['a user of 300 characters', [['x-api-user', 'a'.repeat(300)], token]],
    ['a token with a scheme', [user, ['x-api-token', 'Bearer abc']]],
  ] satisfies [string, Header[]][])('is malformed with %s', (_, headers) => {
    expect(fromTagged(...headers).outcome).toBe('malformed');
  });
});

describe('the credential of a request', () => {
  it.each([
    ['no header', []],
    ['an empty Authorization', [['Authorization', '']]],
    ['the name in another header’s value', [['X-Other', 'authorization']]],
    ['a value in another header', [['Proxy-Authorization', 'Bearer abc']]],
    ['a header that begins like it', [['Authorization-2', 'Bearer abc']]],
  ] satisfies [string, Header[]][])('is missing with %s', (_, headers) => {
    expect(fromBearer(...headers)).toEqual({ outcome: 'missing' });
  });

  it('is missing with empty headers of every kind', () => {
    expect(fromApiKey(['X-Api-Key', ''])).toEqual({ outcome: 'missing' });
    expect(fromTagged(['x-api-user', ''], ['x-api-token', ''], ['Authorization', ''])).toEqual({
      outcome: 'missing',
    });
  });

  it.each(['abc', 'def', ''])('is malformed in two headers, the second with %j', (second) => {
    expect(fromBearer(bearerHeader, ['authorization', second && `Bearer ${second}`]).outcome).toBe(
      'malformed',
    );
    expect(fromApiKey(['X-Api-Key', 'abc'], ['x-api-key', second]).outcome).toBe('malformed');
  });

  it('is malformed where there are two that the profile knows, equal or not, in any order', () => {
    expect(fromTagged(bearerHeader, user, token).outcome).toBe('malformed');
    expect(fromTagged(user, token, bearerHeader).outcome).toBe('malformed');
    expect(fromTagged(user, token, ['Authorization', `Bearer ${token[1]}`]).outcome).toBe('malformed');
  });

  it('is malformed where a good one comes with half of another or one of another scheme', () => {
    expect(fromTagged(bearerHeader, user).outcome).toBe('malformed');
    expect(fromTagged(user, token, ['Authorization', 'Basic YWJj']).outcome).toBe('malformed');
  });

  it('leaves alone what the profile does not know', () => {
    expect(fromBearer(bearerHeader, ['X-Api-Key', 'def'], ['X-Api-Key', 'ghi'])).toMatchObject({
      value: 'abc',
    });
    expect(fromApiKey(['X-Api-Key', 'abc'], ['Authorization', 'Basic YWJj'])).toMatchObject({ value: 'abc' });
    expect(fromTagged(bearerHeader, ['X-Api-Key', 'def'])).toMatchObject({ value: 'abc' });
  });

  it('is never repeated in a detail', () => {
    const secrets: Header[] = [
      ['Authorization', 'Basic TopSecret'],
      ['X-Api-Key', 'Top Secret, TopSecret'],
      ['x-api-user', 'TopSecret'],
    ];
    const readings = [fromBearer, fromApiKey, fromTagged].flatMap((from) =>
      secrets.map((each) => from(each)),
    );
    expect(readings.filter(({ outcome }) => outcome === 'malformed').length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(readings)).not.toMatch(/Top|Secret/);
  });

  it('is one of three outcomes for any list of headers of any profile', () => {
    const names = fc.constantFrom(
      ...['Authorization', 'authorization', 'X-Api-Key', 'x-api-user', 'x-api-token', 'Cookie', ''],
    );
    const values = fc.oneof(hostileTexts, fc.constantFrom('Bearer abc', 'abc', user[1], 'Basic YWJj', ''));
    const lists = fc.oneof(
      fc.array(fc.tuple(names, values), { maxLength: 6 }).map((pairs) => pairs.flat()),
      fc.array(fc.oneof(names, values), { maxLength: 9 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...profileIds), lists, (id, headers) => {
        const { formats } = profileOf(id);
        const credential = extractCredential(headers, formats);
        if (credential.outcome !== 'given') return;
        expect(formats).toContain(credential.format);
        expect(credential.value).toMatch(/^[A-Za-z0-9._~+/-]+=*$/);
        expect(headers.join('\n')).toContain(credential.value);
        expect(credential.user === null).toBe(credential.format.transport.kind !== 'header-pair');
      }),
    );
  });
});
