import { describe, expect, it } from '@jest/globals';
import { dayMs, everythingWarnings, lifetimeWarnings, nameWarnings } from './guidance.js';
import type { JudgedKey } from './profile.js';

const createdAtMs = Date.UTC(2030, 0, 1);
const sound: JudgedKey = {
  name: 'CRM integration',
  environment: 'production',
  scopes: ['orders:List'],
  createdAtMs,
  expiresAt: new Date(createdAtMs + 90 * dayMs).toISOString(),
};

describe('nameWarnings (WX-12)', () => {
  it.each([
    ...['Key1', 'Test', 'MyKey', 'test', 'my key', 'API key', 'api-key-2', 'key', 'Token', 'temp', 'new_key'],
    ...['demo', 'foo', 'abc', '123', 'the key', 'test 3'],
  ])('warns of %p', (name) => {
    expect(nameWarnings({ ...sound, name })).toMatchObject([{ code: 'NAME_SAYS_LITTLE' }]);
  });

  it.each([
    ...['CRM Integration', 'Analytics Dashboard readonly', 'Users full access', 'CRM-Integration-Prod'],
    ...['Keyboard shop', 'Testimonials page', 'Billing export', 'Production API', 'Büro München'],
  ])('has nothing against %p', (name) => {
    expect(nameWarnings({ ...sound, name })).toEqual([]);
  });
});

describe('lifetimeWarnings (WX-9)', () => {
  const guidance = { production: [30, 365], development: [1, 7] } as const;
  const warned = (environment: JudgedKey['environment'], lifetimeMs: number | null) => {
    const expiresAt = lifetimeMs === null ? null : new Date(createdAtMs + lifetimeMs).toISOString();
    return lifetimeWarnings({ ...sound, environment, expiresAt }, guidance).length > 0;
  };

  it('warns outside the days of the environment, and takes both ends for inside', () => {
    expect(warned('production', 30 * dayMs)).toBe(false);
    expect(warned('production', 30 * dayMs - 1)).toBe(true);
    expect(warned('production', 365 * dayMs)).toBe(false);
    expect(warned('production', 365 * dayMs + 1)).toBe(true);
    expect(warned('development', 8 * dayMs)).toBe(true);
  });

  it('warns of keys that never expire', () => expect(warned('production', null)).toBe(true));
  it('says nothing of environments that it knows nothing of', () => {
    expect(warned('staging', null)).toBe(false);
    expect(warned(null, null)).toBe(false);
  });
});

describe('everythingWarnings (WX-9)', () => {
  it('tells *:* in production from *:* elsewhere', () => {
    const codes = (change: Partial<JudgedKey>) =>
      everythingWarnings({ ...sound, ...change }).map(({ code }) => code);
    expect(codes({ scopes: ['*:*'] })).toEqual(['EVERYTHING_IN_PRODUCTION']);
    expect(codes({ scopes: ['*:*'], environment: 'testing' })).toEqual(['EVERYTHING_HELD']);
    expect(codes({})).toEqual([]);
  });
});
