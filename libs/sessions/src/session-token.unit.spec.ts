import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { csrfTokenOf, isCsrfTokenOf, isSessionToken, newSessionToken, tokenDigest } from './session-token.js';

const token = newSessionToken(randomBytes);

describe('the token of a session', () => {
  it('has 256 random bits', () => {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(newSessionToken(randomBytes)).not.toBe(token);
    expect(isSessionToken(token)).toBe(true);
  });

  it.each(['', 'x', 'a'.repeat(44), `${'a'.repeat(42)}=`, `${'a'.repeat(42)}é`])('is not %j', (text) => {
    expect(isSessionToken(text)).toBe(false);
  });

  it('is not what is stored, nor what the page is told', () => {
    expect(tokenDigest(token).toString('base64url')).not.toBe(token);
    expect(csrfTokenOf(token)).not.toBe(token);
    expect(csrfTokenOf(token)).not.toBe(tokenDigest(token).toString('base64url'));
  });
});

describe('the token for writes', () => {
  it('is its session’s own', () => {
    expect(isCsrfTokenOf(token, csrfTokenOf(token))).toBe(true);
    expect(isCsrfTokenOf(token, csrfTokenOf(newSessionToken(randomBytes)))).toBe(false);
  });

  it.each(['', 'x', 'x'.repeat(10_000)])('is not %j', (given) => {
    expect(isCsrfTokenOf(token, given)).toBe(false);
  });
});
