import { describe, expect, it } from '@jest/globals';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { isRefusal } from '../refusal.js';
import { compileCatalogue } from './catalogue-definition.js';
import { catalogueCharactersMax, checkCatalogue, groupsMax, operationsMax } from './check-catalogue.js';
import { catalogues } from './spec-catalogues.js';

const send = { name: 'sms:Send', access: 'write' };
const list = { name: 'sms:List', access: 'read', summary: ' All messages ', routes: [] };
const users = { id: 'users', title: 'User Management', operations: ['sms:Send', 'sms:List', 'sms:Send'] };

function check(operations: unknown, groups: unknown = []) {
  return checkCatalogue({ operations, groups }, 'keyledger');
}

describe('checkCatalogue', () => {
  it('orders by name, and fills in what may be left out', () => {
    expect(check([send, list], [users])).toEqual({
      operations: [
        { name: 'sms:List', access: 'read', summary: 'All messages', routes: [] },
        { name: 'sms:Send', access: 'write', summary: null, routes: [] },
      ],
      groups: [{ id: 'users', title: 'User Management', operations: ['sms:List', 'sms:Send'] }],
    });
  });

  it('takes its own result back unchanged, and compiles it without losing a thing', () => {
    fc.assert(
      fc.property(catalogues, (given) => {
        const checked = checkCatalogue(given, 'keyledger');
        if (isRefusal(checked)) throw new Error(checked.detail);
        expect(checkCatalogue(JSON.parse(JSON.stringify(checked)), 'keyledger')).toEqual(checked);
        const compiled = compileCatalogue(checked);
        expect([...compiled.keys()]).toEqual(checked.operations.map(({ name }) => name));
        for (const { name, access } of checked.operations) {
          const groups = checked.groups.filter(({ operations }) => operations.includes(name));
          expect(compiled.get(name)).toEqual({ access, groups: groups.map(({ id }) => id) });
        }
      }),
    );
  });

  it.each([
    [null, []],
    [{}, []],
    [[null], []],
    [['sms:Send'], []],
    [[{ name: 'sms:Send' }], []],
    [[{ ...send, access: 'execute' }], []],
    [[{ ...send, name: 'sms:read' }], []],
    [[{ ...send, name: 'sms:*' }], []],
    [[{ ...send, name: 'sms@acme:Send' }], []],
    [[{ ...send, name: 'SMS:Send' }], []],
    [[{ ...send, name: `sms:kl_live_${'a'.repeat(33)}` }], []],
    [[{ ...send, summary: 5 }], []],
    [[{ ...send, summary: 'a\nb' }], []],
    [[{ ...send, summary: 'x'.repeat(201) }], []],
    [[send, send], []],
    [[{ ...send, routes: {} }], []],
    [[{ ...send, routes: [null] }], []],
    [[{ ...send, routes: [{ method: 'get', path: '/a' }] }], []],
    [[{ ...send, routes: [{ method: 'GET', path: 'a' }] }], []],
    [[{ ...send, routes: [{ method: 'GET', path: '/a b' }] }], []],
    [[{ ...send, routes: Array.from({ length: 21 }, () => ({ method: 'GET', path: '/a' })) }], []],
    [[send], null],
    [[send], [null]],
    [[send], [{ ...users, operations: ['sms:Fly'] }]],
    [[send], [{ ...users, operations: null }]],
    [[send], [{ ...users, title: '' }]],
    [[send, list], [{ ...users, id: 'Users' }]],
    [
      [send, list],
      [users, users],
    ],
  ])('refuses the operations %j with the groups %j', (operations, groups) => {
    const refusal = check(operations, groups);
    expect(refusal).toMatchObject({ refused: true, code: 'INVALID_CATALOGUE' });
    expect(JSON.stringify(refusal)).not.toContain('aaaaa');
  });

  it('refuses more than a catalogue may hold', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => index);
    const operations = many(operationsMax + 1).map((index) => ({ name: `a:B${index}`, access: 'read' }));
    const groups = many(groupsMax + 1).map((index) => ({ id: `g${index}`, title: 'G', operations: [] }));
    expect(check(operations)).toMatchObject({ code: 'CATALOGUE_TOO_LARGE' });
    expect(check([], groups)).toMatchObject({ code: 'CATALOGUE_TOO_LARGE' });
    expect(check(operations.slice(0, 2_000))).toMatchObject({ operations: expect.any(Array) as unknown });
    const wordy = many(catalogueCharactersMax / 200).map((index) => {
      return { name: `a:B${index}`, access: 'read', summary: 'x'.repeat(200) };
    });
    expect(check(wordy)).toMatchObject({ code: 'CATALOGUE_TOO_LARGE' });
  });

  it('holds groups to those that the profile speaks of (XN-5)', () => {
    const fleet = { id: 'fleet', title: 'Fleet', operations: ['sms:Send'] };
    const catalogue = { operations: [send, list], groups: [users, fleet] };
    expect(checkCatalogue(catalogue, 'keyledger')).toMatchObject({
      groups: [{ id: 'fleet' }, { id: 'users' }],
    });
    expect(checkCatalogue(catalogue, 'permission-levels')).toMatchObject({ code: 'INVALID_CATALOGUE' });
    expect(checkCatalogue({ ...catalogue, groups: [users] }, 'permission-levels')).toMatchObject({
      groups: [{ id: 'users' }],
    });
    expect(checkCatalogue({ ...catalogue, groups: [users] }, 'operations')).toMatchObject({
      code: 'INVALID_CATALOGUE',
    });
  });

  it('never throws', () => {
    const some = fc.oneof(hostileValues, fc.array(hostileValues));
    const operation = fc.record({ name: hostileValues, access: some, summary: some, routes: some });
    const group = fc.record({ id: hostileValues, title: some, operations: some });
    fc.assert(
      fc.property(
        fc.oneof(some, fc.record({ operations: fc.array(operation), groups: fc.array(group) })),
        (value) => {
          checkCatalogue(value, 'keyledger');
        },
      ),
    );
  });
});
