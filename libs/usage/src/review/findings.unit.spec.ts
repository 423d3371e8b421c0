import { describe, expect, it } from '@jest/globals';
import { type ReviewedKey, findingsOn } from './findings.js';

const dayMs = 86_400_000;
const now = Date.UTC(2030, 5, 1);
const sound: ReviewedKey = {
  createdAtMs: now - 10 * dayMs,
  lastUsedAtMs: now - dayMs,
  expiresAt: new Date(now + 30 * dayMs).toISOString(),
  environment: 'production',
  scopes: ['orders:Create'],
  isOverScoped: false,
};

describe('findingsOn', () => {
  it('has nothing to say of a young, used, expiring key that holds what it needs', () => {
    expect(findingsOn(sound, now)).toEqual([]);
  });

  it.each<[string, Partial<ReviewedKey>]>([
    ['never-used', { lastUsedAtMs: null }],
    ['idle', { lastUsedAtMs: now - 30 * dayMs, createdAtMs: now - 40 * dayMs }],
    ['no-expiry', { expiresAt: null }],
    ['over-scoped', { isOverScoped: true }],
    ['rotation-due', { createdAtMs: now - 90 * dayMs }],
    ['wildcard-in-production', { scopes: ['*:*'] }],
  ])('finds %s', (finding, change) => {
    expect(findingsOn({ ...sound, ...change }, now)).toEqual([finding]);
  });

  it('gives a new key a day to be installed', () => {
    const created = { ...sound, lastUsedAtMs: null, createdAtMs: now - dayMs + 1 };
    expect(findingsOn(created, now)).toEqual([]);
  });

  it('minds *:* in production only', () => {
    expect(findingsOn({ ...sound, scopes: ['*:*'], environment: 'development' }, now)).toEqual([]);
  });
});
