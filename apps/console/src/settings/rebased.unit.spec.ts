import { describe, expect, it } from '@jest/globals';
import { rebased } from './rebased.js';

const before = { name: 'Acme', email: '', kept: 'full' };

describe('what is filled in when somebody else was faster', () => {
  it('stays where it was changed, and follows the others where it was not', () => {
    const draft = { ...before, email: 'mine@acme.example' };
    const now = { name: 'Theirs', email: 'theirs@acme.example', kept: 'none' };
    expect(rebased(before, draft, now)).toEqual({ name: 'Theirs', email: 'mine@acme.example', kept: 'none' });
  });

  it('is what there is now where nothing was changed', () => {
    const now = { name: 'Theirs', email: 'theirs@acme.example', kept: 'none' };
    expect(rebased(before, before, now)).toEqual(now);
  });

  it('has what has come since, and nothing that has gone', () => {
    const then: Record<string, string> = { old: 'a', both: 'b' };
    expect(rebased(then, { old: 'mine', both: 'mine' }, { both: 'b', added: 'c' })).toEqual({
      both: 'mine',
      added: 'c',
    });
  });
});
