import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { auditQuery } from './audit.js';
import { createKeyBody, describeKeyBody, listKeysQuery } from './keys.js';
import { deleteKeyQuery } from './key-status-operations.js';
import { reasonBody } from './accounts.js';
import { issueCode, nameText } from './text.js';

const codesOf = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map((issue) => issueCode(issue));

describe('a name', () => {
  it.each(['a', 'x'.repeat(100), '𝄞'.repeat(100), 'Ünïcødé 名前', '  ', '<script>'])('may be %j', (name) => {
    expect(nameText.parse(name)).toBe(name);
  });

  it.each([
    ['empty', ''],
    ['one too long', 'x'.repeat(101)],
    ['far too long', 'x'.repeat(10_000)],
    ['with NUL', 'a\u0000b'],
    ['with a line break', 'a\nb'],
    ['with DEL', 'a\u007f'],
    ['with a C1 control', 'a\u0085'],
    ['with a lone surrogate', 'a\ud800'],
  ])('is refused by its own code: %s', (_case, name) => {
    expect(codesOf(nameText, name)).toEqual(['INVALID_NAME']);
  });

  it.each([null, 1, {}, ['a']])('is refused for its shape: %j', (name) => {
    expect(codesOf(nameText, name)).toEqual([null]);
  });
});

describe('texts of a key', () => {
  it.each([
    ['INVALID_DESCRIPTION', { description: 'x'.repeat(1_001) }],
    ['INVALID_TAG', { tags: ['ok', ''] }],
    ['INVALID_TAG', { tags: ['x'.repeat(51)] }],
    ['INVALID_OWNER', { owner: '' }],
    ['INVALID_OWNER', { owner: 'x'.repeat(201) }],
  ])('are refused with %s', (code, body) => {
    expect(codesOf(describeKeyBody, body)).toEqual([code]);
  });

  it('never appear in the message of the refusal', () => {
    const { error } = createKeyBody.safeParse({
      name: 'secret\u0000',
      scopes: ['a:b', 7],
      environment: 'secret',
    });
    expect(JSON.stringify(error?.issues.map(({ message }) => message))).not.toContain('secret');
  });
});

describe('the query of a list', () => {
  it('takes numbers as the texts that they are in a URL', () => {
    expect(listKeysQuery.parse({ limit: '200', minPosition: '9223372036854775807' })).toEqual({
      limit: 200,
      minPosition: 9_223_372_036_854_775_807n,
    });
  });

  it.each(['0', '201', '-1', '1.5', '1e2', ' 1', ''])('refuses the limit %j', (limit) => {
    expect(listKeysQuery.safeParse({ limit }).success).toBe(false);
  });

  it.each(['-1', '01', '1.0', 'x', '', '9223372036854775808', '1'.repeat(30)])(
    'refuses the position %j',
    (minPosition) => {
      expect(listKeysQuery.safeParse({ minPosition }).success).toBe(false);
    },
  );

  it('refuses a filter that is given twice', () => {
    expect(listKeysQuery.safeParse({ owner: ['a', 'b'] }).success).toBe(false);
  });

  it('takes several tags, up to ten', () => {
    expect(listKeysQuery.parse({ tag: 'a' })).toEqual({ tag: ['a'] });
    expect(listKeysQuery.parse({ tag: ['a', 'b'] })).toEqual({ tag: ['a', 'b'] });
    expect(listKeysQuery.safeParse({ tag: [] }).success).toBe(false);
    expect(listKeysQuery.safeParse({ tag: Array.from({ length: 11 }, String) }).success).toBe(false);
    expect(listKeysQuery.safeParse({ tag: ['a', ''] }).success).toBe(false);
  });

  it('takes attributes as name:value, each name once', () => {
    expect(listKeysQuery.parse({ attribute: 'team:a:b' })).toEqual({ attribute: { team: 'a:b' } });
    expect(listKeysQuery.parse({ attribute: ['team:a', 'tier:1'] })).toEqual({
      attribute: { team: 'a', tier: '1' },
    });
  });

  it.each([['team'], ['team:'], [':a'], ['1:a'], ['team:a', 'team:a'], ['__proto__:a']])(
    'refuses the attributes %j',
    (...attribute) => {
      expect(listKeysQuery.safeParse({ attribute }).success).toBe(false);
    },
  );

  it.each(['expiresAfter', 'expiresBefore', 'usedAfter', 'usedBefore', 'unusedSince'])(
    'takes %s as an instant',
    (name) => {
      expect(listKeysQuery.parse({ [name]: '2030-01-31T01:00:00+01:00' })).toEqual({
        [name]: Date.UTC(2030, 0, 31),
      });
      for (const wrong of ['', '2030', '2030-01-31', '2030-01-31T00:00:00', 'now', '-1']) {
        expect(listKeysQuery.safeParse({ [name]: wrong }).success).toBe(false);
      }
    },
  );
});

describe('an instant to filter by', () => {
  it.each([
    ['2030-01-31T00:00:00Z', '2030-01-31T00:00:00.000Z'],
    ['2030-01-31T01:00:00.123456+01:00', '2030-01-31T00:00:00.123Z'],
  ])('%s is %s', (from, utc) => {
    expect(auditQuery.parse({ from }).from).toBe(Date.parse(utc));
  });

  it.each([
    ...['2030-02-30T00:00:00Z', '2030-01-31', 'yesterday', '2030-01-31T00:00:00', '1767225600'],
    ...[
      '0000-01-01T00:00:00Z',
      '1969-12-31T23:59:59Z',
      '9999-12-31T23:59:59-00:01',
      '1970-01-01T00:00:00+00:01',
    ],
  ])('cannot be %s', (from) => {
    expect(auditQuery.safeParse({ from }).success).toBe(false);
  });
});

describe('a reason', () => {
  it('is one of the list, and needed', () => {
    expect(reasonBody.safeParse({ reason: 'leaked', comment: null }).success).toBe(true);
    expect(reasonBody.safeParse({ reason: 'because' }).success).toBe(false);
    expect(reasonBody.safeParse({ comment: 'x' }).success).toBe(false);
    expect(deleteKeyQuery.safeParse({}).success).toBe(true);
  });
});
