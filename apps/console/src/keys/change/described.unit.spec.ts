import { describe, expect, it } from '@jest/globals';
import { changesOf, described } from './described.js';

const before = described({
  name: 'CRM',
  description: null,
  owner: 'ops',
  tags: ['a'],
  environment: null,
  kind: 'key',
});

describe('changing what is said of a key', () => {
  it('sends what was changed in the form and nothing else', () => {
    expect(changesOf(before, { ...before, owner: ' finance ', tags: ['a', 'b'] })).toEqual({
      owner: 'finance',
      tags: ['a', 'b'],
    });
  });

  it('clears what was emptied', () => {
    expect(changesOf(before, { ...before, owner: ' ', environment: 'staging' })).toEqual({
      owner: null,
      environment: 'staging',
    });
  });

  it('sends nothing where nothing was changed, white space aside', () => {
    expect(changesOf(before, { ...before, name: 'CRM ', tags: ['a'] })).toEqual({});
  });
});
