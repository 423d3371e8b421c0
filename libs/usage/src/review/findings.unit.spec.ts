import { describe, expect, it } from '@jest/globals';
import { findings } from '@keyledger/contracts';
import { type ReviewedKey, findingsOn, isFoundWithoutUse, isProductionSide, needsUse } from './findings.js';

const dayMs = 86_400_000;
const now = Date.UTC(2030, 5, 1);
const sound: ReviewedKey = {
  createdAtMs: now - 10 * dayMs,
  lastUsedAtMs: now - dayMs,
  expiresAt: new Date(now + 30 * dayMs).toISOString(),
  environment: 'production',
  scopes: ['orders:Create'],
  rotationDue: false,
};
const nothing = { isOverScoped: false, isShared: false };

const changes: readonly (readonly [string, Partial<ReviewedKey>])[] = [
  ['never-used', { lastUsedAtMs: null }],
  ['idle', { lastUsedAtMs: now - 90 * dayMs, createdAtMs: now - 100 * dayMs }],
  ['no-expiry', { expiresAt: null }],
  ['rotation-due', { rotationDue: true }],
  ['wildcard-in-production', { scopes: ['*:*'] }],
];

describe('findingsOn (WX-10, WX-11, XN-10)', () => {
  it('has nothing to say of a young, used, expiring key that holds what it needs', () => {
    expect(findingsOn(sound, nothing, now)).toEqual([]);
  });

  it.each(changes)('finds %s', (finding, change) => {
    expect(findingsOn({ ...sound, ...change }, nothing, now)).toEqual([finding]);
  });

  it('finds what counts of use say', () => {
    expect(findingsOn(sound, { ...nothing, isOverScoped: true }, now)).toEqual(['over-scoped']);
    expect(findingsOn(sound, { ...nothing, isShared: true }, now)).toEqual(['shared-across-environments']);
  });

  it('tells the same without counts, where none are needed', () => {
    for (const change of [{}, ...changes.map(([, each]) => each)]) {
      const key = { ...sound, ...change };
      const found = findings.filter((finding) => !needsUse(finding) && isFoundWithoutUse(finding, key, now));
      expect(found).toEqual(findingsOn(key, nothing, now));
    }
  });

  it('gives a new key a day to be installed, and a key 90 days before it is idle', () => {
    const created = { ...sound, lastUsedAtMs: null, createdAtMs: now - dayMs + 1 };
    expect(findingsOn(created, nothing, now)).toEqual([]);
    expect(findingsOn({ ...sound, lastUsedAtMs: now - 90 * dayMs + 1 }, nothing, now)).toEqual([]);
  });

  it('minds *:* in production only', () => {
    const key: ReviewedKey = { ...sound, scopes: ['*:*'], environment: 'development' };
    expect(findingsOn(key, nothing, now)).toEqual([]);
  });

  it('knows two sides, and keys that are on neither', () => {
    expect([isProductionSide('production'), isProductionSide('staging'), isProductionSide(null)]).toEqual([
      true,
      false,
      null,
    ]);
  });
});
