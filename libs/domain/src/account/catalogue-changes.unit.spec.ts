import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareCatalogues } from './catalogue-changes.js';
import type { CatalogueDefinition, DefinedOperation } from './catalogue-definition.js';
import { catalogues } from './spec-catalogues.js';

const operation = (name: string, changes: Partial<DefinedOperation> = {}): DefinedOperation => {
  return { name, access: 'write', summary: null, routes: [], ...changes };
};
const unchanged = { added: [], removed: [], changed: [] };

describe('compareCatalogues', () => {
  it('takes everything as new where there was no catalogue', () => {
    const after: CatalogueDefinition = {
      operations: [operation('sms:Send')],
      groups: [{ id: 'users', title: 'Users', operations: ['sms:Send'] }],
    };
    expect(compareCatalogues(null, after)).toEqual({
      operations: { ...unchanged, added: ['sms:Send'] },
      groups: { ...unchanged, added: ['users'] },
    });
  });

  it('tells what was added, removed and changed, and how', () => {
    const before: CatalogueDefinition = {
      operations: [operation('sms:Get'), operation('sms:List'), operation('sms:Send')],
      groups: [
        { id: 'logs', title: 'Logs', operations: ['sms:Get'] },
        { id: 'users', title: 'Users', operations: [] },
      ],
    };
    const after: CatalogueDefinition = {
      operations: [
        operation('sms:Delete'),
        operation('sms:Get', { access: 'read' }),
        operation('sms:List', { summary: 'All', routes: [{ method: 'GET', path: '/sms' }] }),
      ],
      groups: [{ id: 'logs', title: 'All logs', operations: ['sms:List'] }],
    };
    expect(compareCatalogues(before, after)).toEqual({
      operations: {
        added: ['sms:Delete'],
        removed: ['sms:Send'],
        changed: [
          {
            name: 'sms:Get',
            access: { from: 'write', to: 'read' },
            summaryChanged: false,
            routesChanged: false,
          },
          { name: 'sms:List', access: null, summaryChanged: true, routesChanged: true },
        ],
      },
      groups: {
        added: [],
        removed: ['users'],
        changed: [
          {
            id: 'logs',
            title: { from: 'Logs', to: 'All logs' },
            added: ['sms:List'],
            removed: ['sms:Get'],
          },
        ],
      },
    });
  });

  it('finds nothing between a catalogue and itself, and the reverse when turned round', () => {
    fc.assert(
      fc.property(catalogues, catalogues, (one, other) => {
        expect(compareCatalogues(one, one)).toEqual({ operations: unchanged, groups: unchanged });
        const [there, back] = [compareCatalogues(one, other), compareCatalogues(other, one)];
        expect(new Set(there.operations.added)).toEqual(new Set(back.operations.removed));
        expect(there.operations.changed.length).toBe(back.operations.changed.length);
        expect(new Set(there.groups.removed)).toEqual(new Set(back.groups.added));
      }),
    );
  });
});
