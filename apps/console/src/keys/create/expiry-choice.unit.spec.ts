import { describe, expect, it } from '@jest/globals';
import { daysOffered, expiresAt, mayLiveForever, suggestedExpiry } from './expiry-choice.js';

describe('choosing when a key expires', () => {
  it('offers what the profile lets such a key live (WX-7, WX-8)', () => {
    expect(daysOffered('keyledger', ['*:*'])).toEqual([1, 7, 30, 90, 180, 365]);
    expect(daysOffered('hierarchical-scopes', ['*:*'])).toEqual([1, 7]);
    expect(mayLiveForever('hierarchical-scopes')).toBe(false);
    expect(mayLiveForever('keyledger')).toBe(true);
  });

  it('begins with the guidance for the environment, cut down to what is allowed (WX-9)', () => {
    expect(suggestedExpiry('keyledger', [], 'development')).toEqual({ kind: 'days', days: 7 });
    expect(suggestedExpiry('keyledger', [], 'production')).toEqual({ kind: 'days', days: 90 });
    expect(suggestedExpiry('hierarchical-scopes', ['*:*'], 'production')).toEqual({ kind: 'days', days: 7 });
  });

  it('counts days from now, takes a date as it is, and says what is none', () => {
    const nowMs = Date.UTC(2030, 0, 1);
    expect(expiresAt({ kind: 'days', days: 7 }, nowMs)).toBe('2030-01-08T00:00:00.000Z');
    expect(expiresAt({ kind: 'never' }, nowMs)).toBeNull();
    expect(expiresAt({ kind: 'date', local: '2030-02-01T00:00:00Z' }, nowMs)).toBe(
      '2030-02-01T00:00:00.000Z',
    );
    expect(expiresAt({ kind: 'date', local: '' }, nowMs)).toBeUndefined();
  });
});
