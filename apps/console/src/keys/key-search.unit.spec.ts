import { describe, expect, it } from '@jest/globals';
import { filteredBy, isFiltered, keySearchOf } from './key-search.js';

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

  it('knows whether anything is left out', () => {
    expect(isFiltered(keySearchOf({ cursor: 'abc' }))).toBe(false);
    expect(isFiltered(keySearchOf({ tag: ['a', 'b'] }))).toBe(true);
  });
});
