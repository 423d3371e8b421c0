import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '../refusal.js';
import { parseScope } from '../scopes/scope.js';
import { levelPermissions, operationPermissions, scopePermissions } from './permissions.js';
import type { Permissions, PermissionTerms } from './profile.js';

const levels = levelPermissions([
  { id: 'users', title: 'User Management' },
  { id: 'logs', title: 'Call and SMS Logs' },
]);
const operations = operationPermissions('messaging');
const scopes = scopePermissions(['*:*']);

function outcome(permissions: Permissions, terms: PermissionTerms): unknown {
  const made = permissions.toScopes(terms);
  return isRefusal(made) ? made.code : made;
}

function accepted(permissions: Permissions): readonly string[] {
  const texts = ['*:*', '*:read', '@users', 'messaging:*', 'messaging:read', 'messaging:SMS', 'other:SMS'];
  return texts.filter((text) => {
    const scope = parseScope(text);
    return scope !== null && permissions.accepts(scope);
  });
}

describe('levels and groups (XN-4, XN-5)', () => {
  it.each<[PermissionTerms, readonly string[]]>([
    [{ level: 'full' }, ['*:*']],
    [{ level: 'read' }, ['*:read']],
    [{ level: 'custom', groups: ['users', 'logs'] }, ['@users', '@logs']],
  ])('are scopes underneath, and come back from them: %j', (terms, expected) => {
    expect(outcome(levels, terms)).toEqual(expected);
    expect(levels.toTerms(expected)).toEqual(terms);
  });

  it.each<[PermissionTerms]>([
    [{}],
    [{ level: 'custom' }],
    [{ level: 'custom', groups: [] }],
    [{ level: 'custom', groups: ['kyc'] }],
    [{ level: 'full', groups: ['users'] }],
    [{ groups: ['users'] }],
    [{ level: 'full', operations: ['SMS'] }],
  ])('are refused as %j', (terms) => expect(outcome(levels, terms)).toBe('INVALID_PERMISSIONS'));

  it('are all that keys of the profile hold', () => {
    expect(accepted(levels)).toEqual(['*:*', '*:read', '@users']);
  });

  it('name the least that would have sufficed (XN-6)', () => {
    expect(levels.sufficientFor('a:B', { access: 'write', groups: ['logs'] })).toBe('Call and SMS Logs');
    expect(levels.sufficientFor('a:B', { access: 'read', groups: [] })).toBe('Read Only');
    expect(levels.sufficientFor('a:B', { access: 'write', groups: [] })).toBe('Full Access');
    expect(levels.sufficientFor('a:B', null)).toBe('Full Access');
  });
});

describe('operations (SG-2)', () => {
  it('are scopes of one namespace underneath, and come back from them', () => {
    expect(outcome(operations, { operations: ['SMS', 'RCS'] })).toEqual(['messaging:SMS', 'messaging:RCS']);
    expect(operations.toTerms(['messaging:SMS'])).toEqual({ operations: ['SMS'] });
    expect(accepted(operations)).toEqual(['messaging:SMS']);
  });

  it.each<[PermissionTerms]>([[{}], [{ operations: [] }], [{ level: 'full', operations: ['SMS'] }]])(
    'are refused as %j',
    (terms) => expect(outcome(operations, terms)).toBe('INVALID_PERMISSIONS'),
  );

  it('name the operation that would have sufficed', () => {
    expect(operations.sufficientFor('messaging:SMS', null)).toBe('SMS');
    expect(operations.sufficientFor('other:SMS', null)).toBe('other:SMS');
  });
});

describe('scopes', () => {
  it('are spoken of as scopes', () => {
    expect(outcome(scopes, { level: 'full' })).toBe('INVALID_PERMISSIONS');
    expect(scopes.toTerms(['*:*'])).toBeNull();
    expect(accepted(scopes)).toEqual(['*:*', 'messaging:*', 'messaging:read', 'messaging:SMS', 'other:SMS']);
  });
});
