import { describe, expect, it } from '@jest/globals';
import { profileIds, profileOf } from '../registry.js';
import { denialCodes } from '../profile-answer.js';
import { denial } from './spec-denials.js';

/** What is over by itself. */
const passing = ['STALE', 'NOT_READY', 'OVERLOADED'] as const;

describe.each(profileIds)('denials in the dress of %s', (id) => {
  const { answerTo } = profileOf(id);

  it.each(denialCodes)('say JSON with a status of an error: %s', (code) => {
    const { status, headers, body } = answerTo(denial(code, { sufficient: 'orders:ListOrders' }));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(headers['content-type']).toMatch(/^application\/(problem\+)?json$/);
    expect(JSON.parse(JSON.stringify(body))).toEqual(body);
    expect(JSON.stringify(body)).not.toMatch(/undefined|null/);
    for (const [name, value] of Object.entries(headers)) {
      expect(name).toBe(name.toLowerCase());
      expect(value).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it.each(passing)('ask to retry in a second: %s', (code) => {
    const { status, headers } = answerTo(denial(code));
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('1');
    expect(headers['www-authenticate']).toBeUndefined();
  });

  it.each(['RATE_LIMITED', 'QUOTA_EXCEEDED'] as const)(
    'say 429 where the key is good, but not now: %s',
    (code) => {
      expect(answerTo(denial(code)).status).toBe(429);
    },
  );

  it('ask nobody else to retry', () => {
    const others = denialCodes.filter((code) => !passing.some((each) => each === code));
    for (const code of others) {
      const { status, headers } = answerTo(denial(code));
      expect(status).not.toBe(503);
      expect(headers['retry-after']).toBeUndefined();
    }
  });

  it('say 403 where the key is good and does not permit it, 401 or 400 where it is not', () => {
    for (const code of ['ADDRESS_NOT_ALLOWED', 'INSUFFICIENT_SCOPE', 'UNKNOWN_OPERATION'] as const) {
      expect(answerTo(denial(code)).status).toBe(403);
    }
    const unauthorized = denialCodes.slice(1, denialCodes.indexOf('ADDRESS_NOT_ALLOWED'));
    expect(unauthorized).toHaveLength(10);
    for (const code of unauthorized) expect(answerTo(denial(code)).status).toBe(401);
    expect(answerTo(denial('MISSING_CREDENTIALS')).status).toBe(id === 'id-and-secret' ? 400 : 401);
  });

  it('say of an internal error nothing but that (SG-6)', () => {
    const answer = answerTo(denial('INTERNAL'));
    expect(answer.status).toBe(500);
    expect(answerTo(denial('INTERNAL', { detail: 'at TopSecret.ts:1', sufficient: 'TopSecret' }))).toEqual(
      answer,
    );
  });

  it('say the same of all unknown keys, whatever else is known', () => {
    const told = { detail: 'of the account TopSecret', sufficient: 'orders:TopSecret' };
    for (const code of ['UNKNOWN_KEY', 'MALFORMED_KEY'] as const) {
      expect(answerTo(denial(code, told))).toEqual(answerTo(denial(code)));
    }
  });

  it('name the permission that would have sufficed', () => {
    const answer = answerTo(denial('INSUFFICIENT_SCOPE', { sufficient: 'orders:ListOrders' }));
    expect(JSON.stringify(answer.body)).toContain('orders:ListOrders');
  });

  it('never break out of a header, whatever the permission is called', () => {
    for (const sufficient of ['Call and SMS logs', 'a"b', 'a\r\nx: y', '\u00e4', '']) {
      const { headers } = answerTo(denial('INSUFFICIENT_SCOPE', { sufficient }));
      expect(headers['www-authenticate'] ?? '').not.toContain('scope="');
    }
  });
});
