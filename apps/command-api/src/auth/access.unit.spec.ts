import { describe, expect, it } from '@jest/globals';
import { compileScopes } from '@keyledger/domain';
import { type Target, decideAccess } from './access.js';

const ledger: Target = { kind: 'ledger' };
const visible: Target = { kind: 'visible' };
const account = (accountId: string | null): Target => ({ kind: 'account', accountId });
const access = (scopes: string[], operation: Parameters<typeof decideAccess>[1], target: Target) =>
  decideAccess({ scopes: compileScopes(scopes), scopeTexts: scopes }, operation, target);

describe('a scope on all accounts', () => {
  it.each(['*:*', 'keyledger:*', 'keyledger:read', 'keyledger:GetKey'])(
    '%s grants it on any account',
    (scope) => {
      expect(access([scope], 'GetKey', account('acme'))).toEqual({ outcome: 'granted', accounts: ['acme'] });
    },
  );

  it('grants it on an account that does not exist: the route says that it does not', () => {
    expect(access(['keyledger:*'], 'GetKey', account(null))).toEqual({ outcome: 'granted', accounts: [] });
  });

  it('sees everything', () => {
    expect(access(['keyledger:read'], 'ReadAudit', visible)).toEqual({ outcome: 'granted', accounts: null });
  });

  it.each([account('acme'), account(null)])(
    'without the operation is told so, whether %j exists or not',
    (target) => {
      expect(access(['keyledger:Verify'], 'GetKey', target)).toEqual({
        outcome: 'forbidden',
        sufficientScope: 'keyledger:GetKey',
      });
    },
  );
});

describe('a scope on one account', () => {
  it('grants it there', () => {
    expect(access(['keyledger@acme:*'], 'CreateKey', account('acme')).outcome).toBe('granted');
  });

  it.each([account('globex'), account('system'), account(null)])('hides %j', (target) => {
    expect(access(['keyledger@acme:*'], 'GetKey', target)).toEqual({ outcome: 'hidden' });
  });

  it('without the operation is told the narrowest scope that would do', () => {
    expect(access(['keyledger@acme:read'], 'CreateKey', account('acme'))).toEqual({
      outcome: 'forbidden',
      sufficientScope: 'keyledger@acme:CreateKey',
    });
  });

  it('does not open accounts', () => {
    expect(access(['keyledger@acme:*'], 'OpenAccount', ledger)).toEqual({
      outcome: 'forbidden',
      sufficientScope: 'keyledger:OpenAccount',
    });
  });

  it('cuts lists down to the accounts on which it has the operation', () => {
    const scopes = ['keyledger@acme:*', 'keyledger@globex:ReadAudit', 'keyledger@initech:GetKey'];
    expect(access(scopes, 'ReadAudit', visible)).toEqual({
      outcome: 'granted',
      accounts: ['acme', 'globex'],
    });
    expect(access(['keyledger@acme:GetKey'], 'ReadAudit', visible).outcome).toBe('forbidden');
  });
});

describe('a scope on another API', () => {
  it('is no scope on this one', () => {
    expect(access(['invoices:*'], 'GetKey', account('acme'))).toEqual({ outcome: 'hidden' });
    expect(access(['invoices:*'], 'ReadAudit', visible).outcome).toBe('forbidden');
  });
});
