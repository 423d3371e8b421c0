import { describe, expect, it } from '@jest/globals';
import { clearedSessionCookie, cookieSafety, sessionCookie, sessionTokenOf } from './session-cookie.js';

const plain = 'http://127.0.0.1:8080';

describe('the cookie', () => {
  it.each(['localhost', '127.0.0.1', '127.8.9.10', '[::1]'])('may go in the clear to %s', (hostname) => {
    expect(cookieSafety({ protocol: 'http', hostname }, plain)).toEqual({ secure: false, possible: true });
  });

  it.each(['keys.example', '10.0.0.5', 'localhost.example', '127.0.0.1.example', '[::2]'])(
    'is impossible in the clear to %s',
    (hostname) => {
      expect(cookieSafety({ protocol: 'http', hostname }, plain)).toEqual({ secure: true, possible: false });
    },
  );

  it.each([
    ['https', 'keys.example', plain],
    ['https', 'localhost', plain],
    ['http', 'localhost', 'https://keys.example'],
  ] as const)('is secure over %s to %s where PUBLIC_URL is %s', (protocol, hostname, publicUrl) => {
    expect(cookieSafety({ protocol, hostname }, publicUrl)).toEqual({ secure: true, possible: true });
  });

  it('is for this host alone, for no script and no other site', () => {
    const safety = { secure: true, possible: true };
    expect(sessionCookie('abc', safety)).toBe(
      '__Host-keyledger_session=abc; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
    expect(sessionCookie('abc', { ...safety, secure: false })).toBe(
      'keyledger_session=abc; Path=/; HttpOnly; SameSite=Strict',
    );
    expect(clearedSessionCookie(safety)).toMatch(/^__Host-keyledger_session=; Max-Age=0; Path=\//);
  });

  it('is read under the one name that it could have been set by', () => {
    const headers = { cookie: 'other=1; keyledger_session=plain; __Host-keyledger_session=secure' };
    expect(sessionTokenOf({ headers }, { secure: true, possible: true })).toBe('secure');
    expect(sessionTokenOf({ headers }, { secure: false, possible: true })).toBe('plain');
    expect(sessionTokenOf({ headers: {} }, { secure: false, possible: true })).toBeNull();
    expect(sessionTokenOf({ headers: { cookie: '%;=;;=x' } }, { secure: false, possible: true })).toBeNull();
  });
});
