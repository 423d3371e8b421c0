import { describe, expect, it } from '@jest/globals';
import { wantsCsv } from './wants-csv.js';

describe('wantsCsv', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    ['text/csv', true],
    ['TEXT/CSV; header=present', true],
    ['text/csv, application/json;q=0.5', true],
    ['text/csv;q=0.5, application/json', false],
    ['text/csv, */*;q=0.1', true],
    ['text/csv, */*', false],
    ['text/csv;q=0', false],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
    [',;=,', false],
  ])('%j: %s', (accept, wanted) => expect(wantsCsv(accept, undefined)).toBe(wanted));

  it('takes the query’s word for it', () => {
    expect([wantsCsv('text/csv', 'json'), wantsCsv('application/json', 'csv')]).toEqual([false, true]);
  });
});
