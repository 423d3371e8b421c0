import { describe, expect, it } from '@jest/globals';
import { extractCredential } from '../credentials/extract-credential.js';
import { exampleKeyId, seededBytes } from '../formats/spec-formats.js';
import { refuseLifetime } from '../key/lifetime.js';
import { isRefusal } from '../refusal.js';
import { parseScope } from '../scopes/scope.js';
import { denial } from './answers/spec-denials.js';
import { denialCodes } from './profile-answer.js';
import { dayMs } from './guidance.js';
import { partnerKeysProfile as profile } from './spec-seventh-profile.js';

const [format] = profile.formats;
const value = format.mint({ keyId: exampleKeyId, mode: 'live', randomBytes: seededBytes('partner') });

describe('a seventh profile, of one file', () => {
  it('mints keys that it knows again, and shows only their start', () => {
    expect(value).toMatch(new RegExp(`^${format.pattern}$`));
    expect(format.isWellFormed(value)).toBe(true);
    expect(format.isWellFormed(`${value.slice(0, -1)}!`)).toBe(false);
    expect(format.visibleStartOf(value)).toBe(value.slice(0, 12));
  });

  it('finds its credential in a request, and nobody else’s', () => {
    const given = { outcome: 'given', value, user: null, format };
    expect(extractCredential(['X-Partner-Key', value], profile.formats)).toEqual(given);
    expect(extractCredential(['Authorization', `Bearer ${value}`], profile.formats).outcome).toBe('missing');
    expect(extractCredential(['X-Partner-Key', value, 'x-partner-key', value], profile.formats).outcome).toBe(
      'malformed',
    );
  });

  it('holds its keys to its own limits', () => {
    const refused = (days: number | null) => {
      const expiresAt = days === null ? null : new Date(days * dayMs).toISOString();
      const refusal = refuseLifetime(profile.limits, { createdAtMs: 0, expiresAt, scopes: ['orders:List'] });
      return refusal !== null && isRefusal(refusal) ? refusal.code : null;
    };
    expect([refused(null), refused(93), refused(92), refused(1)]).toEqual([
      ...['EXPIRY_REQUIRED', 'LIFETIME_OUT_OF_RANGE', null, null],
    ]);
  });

  it('has permissions and warnings out of what the others are made of', () => {
    const scope = parseScope('orders:List');
    expect(scope !== null && profile.permissions.accepts(scope)).toBe(true);
    const key = { name: 'Key1', environment: null, scopes: [], createdAtMs: 0, expiresAt: null };
    expect(profile.warningsOf(key).map(({ code }) => code)).toEqual(['NAME_SAYS_LITTLE']);
  });

  it.each(denialCodes)('answers in its own words: %s', (code) => {
    const { status, headers, body } = profile.answerTo(denial(code));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers['content-type']).toBe('application/json');
    expect(body).toEqual({ fault: code, hint: expect.stringMatching(/^[A-Z].*\.$/) as unknown });
  });
});
