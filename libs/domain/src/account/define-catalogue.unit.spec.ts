import { describe, it } from '@jest/globals';
import { specificationOf } from '@keyledger/testing';
import type { ProfileId } from '../profiles/registry.js';
import { accountDecider } from './account-decider.js';
import type { CatalogueDefinition } from './catalogue-definition.js';
import type { DefineCatalogue } from './commands.js';
import type { AccountEvent } from './events.js';

const given = specificationOf(accountDecider);
const at = Date.UTC(2030, 0, 1);

const send = { name: 'sms:Send', access: 'write', summary: null, routes: [] } as const;
const list = { name: 'sms:List', access: 'read', summary: null, routes: [] } as const;
const users = { id: 'users', title: 'User Management', operations: ['sms:Send'] };
const ordered: CatalogueDefinition = { operations: [list, send], groups: [] };

function opened(accountId: string, profile: ProfileId = 'keyledger'): AccountEvent {
  return { type: 'AccountOpened', data: { accountId, name: 'Acme', profile, email: null } };
}

function define(catalogue: CatalogueDefinition, accountId = 'acme'): DefineCatalogue {
  return { type: 'DefineCatalogue', accountId, catalogue, at };
}

function defined(catalogue: CatalogueDefinition): AccountEvent {
  return { type: 'CatalogueDefined', data: { accountId: 'acme', catalogue } };
}

describe('DefineCatalogue', () => {
  it('records the whole catalogue, in order', () => {
    given([opened('acme')])
      .when(define({ operations: [send, list], groups: [] }))
      .then([defined(ordered)]);
  });

  it('replaces the one before', () => {
    const without: CatalogueDefinition = { operations: [list], groups: [] };
    given([opened('acme'), defined(ordered)])
      .when(define(without))
      .then([defined(without)]);
  });

  it('records nothing where it is so already', () => {
    given([opened('acme'), defined(ordered)])
      .when(define({ operations: [send, list], groups: [] }))
      .then([]);
  });

  it('may empty the catalogue', () => {
    const empty: CatalogueDefinition = { operations: [], groups: [] };
    given([opened('acme'), defined(ordered)])
      .when(define(empty))
      .then([defined(empty)]);
  });

  it('needs an account', () => {
    given([]).when(define(ordered)).then('ACCOUNT_NOT_FOUND');
  });

  it('leaves Keyledger’s own operations alone', () => {
    given([opened('system')])
      .when(define(ordered, 'system'))
      .then('ACCOUNT_RESERVED');
  });

  it('is held to the groups of the account’s profile (XN-5)', () => {
    const fleet = { operations: [send], groups: [{ ...users, id: 'fleet' }] };
    given([opened('acme', 'permission-levels')])
      .when(define(fleet))
      .then('INVALID_CATALOGUE');
    const catalogue: CatalogueDefinition = { operations: [send], groups: [users] };
    given([opened('acme', 'permission-levels')])
      .when(define(catalogue))
      .then([defined(catalogue)]);
  });
});
