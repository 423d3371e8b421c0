import { describe, expect, it } from '@jest/globals';
import { codes } from './codes.js';

describe('codes', () => {
  it.each(Object.entries(codes))(
    '%s has an HTTP status and one line of documentation',
    (code, { status, doc }) => {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(Number.isInteger(status) && status >= 200 && status < 600).toBe(true);
      expect(doc).toMatch(/^[^\n]{10,160}\.$/);
    },
  );

  it('documents each code in words of its own', () => {
    const docs = Object.values(codes).map(({ doc }) => doc);
    expect(new Set(docs).size).toBe(docs.length);
  });

  it('answers success with one verdict alone; all else that is no error is a warning', () => {
    const successes = Object.entries(codes).filter(([, { status }]) => status < 400);
    expect(successes.map(([code]) => code)).toEqual([
      'VALID',
      'NAME_SAYS_LITTLE',
      'LIFETIME_OUTSIDE_GUIDANCE',
      'EVERYTHING_IN_PRODUCTION',
      'EVERYTHING_HELD',
    ]);
  });
});
