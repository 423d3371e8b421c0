import { describe, expect, it } from '@jest/globals';
import { alertQueryOf, alertSearchOf, filteredBy } from './alert-search.js';

describe('the address of the inbox', () => {
  it('keeps what makes sense, and leaves out the rest', () => {
    const given = { status: 'resolved', rule: 'burst', severity: 'loud', keyId: 12, cursor: '' };
    expect(alertSearchOf(given)).toEqual({ status: 'resolved', rule: 'burst', keyId: '12' });
  });

  it('is short for the open ones, which are asked for unless others are', () => {
    expect(alertSearchOf({ status: 'open' })).toEqual({});
    expect(alertQueryOf({})).toEqual({ status: 'open' });
    expect(alertQueryOf({ status: 'all', rule: 'burst' })).toEqual({ rule: 'burst' });
  });

  it('shows the first page of another filter', () => {
    const search = { status: 'all', cursor: 'abc' } as const;
    expect(filteredBy(search, { severity: 'critical' })).toEqual({ status: 'all', severity: 'critical' });
    expect(filteredBy(search, { cursor: 'def' })).toEqual({ status: 'all', cursor: 'def' });
  });
});
