import { describe, expect, it } from '@jest/globals';
import { filteredBy, isFiltered, keySearchOf, sortedBy, sortingOf } from './key-search.js';

describe('the list of keys in the address bar', () => {
  it('takes what makes sense and leaves the rest', () => {
    const given = { q: 42, status: 'gone', environment: 'production', tag: 'crm', cursor: '', other: 'x' };
    expect(keySearchOf(given)).toEqual({ q: '42', environment: 'production', tag: ['crm'] });
  });

  it('shows the first page of another filter, and drops what is cleared', () => {
    const search = keySearchOf({ q: 'crm', status: 'active', cursor: 'abc' });
    expect(filteredBy(search, { status: 'revoked' })).toEqual({ q: 'crm', status: 'revoked' });
    expect(filteredBy(search, { cursor: 'def' })).toEqual({ q: 'crm', status: 'active', cursor: 'def' });
    expect(filteredBy(search, { q: undefined })).toEqual({ status: 'active' });
  });

  it('has the order that somebody chose, and none that the server does not know', () => {
    expect(keySearchOf({ sort: 'name', order: 'desc' })).toEqual({ sort: 'name', order: 'desc' });
    expect(keySearchOf({ sort: 'lastUsed', order: 'up' })).toEqual({ sort: 'lastUsed', order: 'asc' });
    expect(keySearchOf({ sort: 'status', order: 'desc' })).toEqual({});
    expect(sortingOf({})).toEqual({ by: 'created', descending: true });
    expect(sortingOf({ sort: 'name', order: 'asc' })).toEqual({ by: 'name', descending: false });
  });

  it('goes from one order to the other and back to newest first, always to the first page', () => {
    const first = sortedBy({ q: 'crm', cursor: 'abc' }, { by: 'name', descending: false });
    expect(first).toEqual({ q: 'crm', sort: 'name', order: 'asc' });
    const second = sortedBy({ ...first, cursor: 'abc' }, { by: 'name', descending: true });
    expect(second).toEqual({ q: 'crm', sort: 'name', order: 'desc' });
    expect(sortedBy(second, { by: 'name', descending: false })).toEqual({ q: 'crm' });
    expect(sortedBy(second, { by: 'expires', descending: false })).toMatchObject({ sort: 'expires' });
    expect(sortedBy({}, { by: 'created', descending: false })).toEqual({ sort: 'created', order: 'asc' });
  });

  it('knows whether anything is left out', () => {
    expect(isFiltered(keySearchOf({ cursor: 'abc', sort: 'name' }))).toBe(false);
    expect(isFiltered(keySearchOf({ tag: ['a', 'b'] }))).toBe(true);
  });
});
