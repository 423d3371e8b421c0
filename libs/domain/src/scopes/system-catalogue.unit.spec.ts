import { describe, expect, it } from '@jest/globals';
import { compileScopes } from './compiled-scopes.js';
import { isOperationName, parseScope } from './scope.js';
import {
  decidingSystemScope,
  type SystemOperation,
  sufficientSystemScope,
  systemCatalogue,
} from './system-catalogue.js';

function decide(
  scopes: readonly string[],
  operation: SystemOperation,
  accountId: string | null,
): string | null {
  return decidingSystemScope(compileScopes(scopes), operation, accountId);
}

describe('systemCatalogue', () => {
  it('names operations that scopes can name', () => {
    expect(systemCatalogue.size).toBe(34);
    for (const operation of systemCatalogue.keys()) {
      expect(isOperationName(operation)).toBe(true);
      expect(parseScope(operation)?.kind).toBe('operation');
    }
  });

  it('lets auditors look and not touch', () => {
    const readable = [...systemCatalogue].filter(([, { access }]) => access === 'read').map(([name]) => name);
    expect(readable.map((name) => name.slice('keyledger:'.length)).sort()).toEqual(
      [
        'GetAccount',
        'GetKey',
        'ListAccounts',
        'ListAlerts',
        'ListKeys',
        'ListVerifiers',
        'ListWebhooks',
        'ReadAudit',
        'ReadCatalogue',
        'ReadHistory',
        'ReadRevocations',
        'ReadUsage',
      ].sort(),
    );
  });
});

describe('decidingSystemScope', () => {
  it.each([
    [['*:*'], 'OpenAccount', null, '*:*'],
    [['keyledger:*'], 'Verify', null, 'keyledger:*'],
    [['keyledger:*'], 'CreateKey', 'acme', 'keyledger:*'],
    [['keyledger:read'], 'GetKey', 'acme', 'keyledger:read'],
    [['keyledger:Verify'], 'Verify', 'acme', 'keyledger:Verify'],
    [['keyledger@acme:*'], 'CreateKey', 'acme', 'keyledger@acme:*'],
    [['keyledger@acme:read'], 'ReadUsage', 'acme', 'keyledger@acme:read'],
    [['keyledger@acme:Verify'], 'Verify', 'acme', 'keyledger@acme:Verify'],
    [['keyledger@acme:*', 'keyledger:CreateKey'], 'CreateKey', 'acme', 'keyledger:CreateKey'],
  ] as const)('%j may %s on %s, by %s', (scopes, operation, accountId, decidedBy) => {
    expect(decide(scopes, operation, accountId)).toBe(decidedBy);
  });

  it.each([
    [['keyledger@acme:*'], 'CreateKey', 'other'],
    [['keyledger@acme:*'], 'ListAccounts', null],
    [['keyledger@acme:*'], 'GetKey', 'acm'],
    [['keyledger:read'], 'Verify', null],
    [['keyledger:read'], 'RevokeKey', 'acme'],
    [['keyledger@acme:read'], 'Verify', 'acme'],
    [['payments:*', 'keyledgers:*'], 'GetKey', 'acme'],
    [[], 'GetKey', 'acme'],
  ] as const)('%j may not %s on %s', (scopes, operation, accountId) => {
    expect(decide(scopes, operation, accountId)).toBeNull();
  });

  it('is satisfied by the scope that sufficientSystemScope names', () => {
    expect(sufficientSystemScope('OpenAccount', null)).toBe('keyledger:OpenAccount');
    expect(sufficientSystemScope('GetKey', 'acme')).toBe('keyledger@acme:GetKey');
    expect(decide([sufficientSystemScope('GetKey', 'acme')], 'GetKey', 'acme')).toBe('keyledger@acme:GetKey');
  });
});
