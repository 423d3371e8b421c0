import { describe, expect, it } from '@jest/globals';
import { type Session, may, maySomewhere } from './session.js';

const session: Session = {
  keyId: 'key_1',
  name: 'Desk',
  scopes: ['keyledger:read', 'keyledger@acme:*'],
  operations: ['ListKeys', 'ListAccounts'],
  accounts: [{ id: 'acme', operations: ['RevokeKey'] }],
  csrfToken: 'token',
  expiresAt: '2030-01-01T00:00:00.000Z',
};

describe('what a page offers', () => {
  it('is what the key may do on every account', () => {
    expect(may(session, 'ListKeys', 'other')).toBe(true);
    expect(may(session, 'ListKeys', null)).toBe(true);
  });

  it('is on one account what the key may do there besides, and not elsewhere', () => {
    expect(may(session, 'RevokeKey', 'acme')).toBe(true);
    expect(may(session, 'RevokeKey', 'other')).toBe(false);
    expect(may(session, 'RevokeKey', null)).toBe(false);
  });

  it('is a list of what is seen, where the key sees any account', () => {
    expect(maySomewhere(session, 'RevokeKey')).toBe(true);
    expect(maySomewhere(session, 'OpenAccount')).toBe(false);
  });
});
