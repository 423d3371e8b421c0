import { describe, expect, it } from '@jest/globals';
import { descriptionChanges, draftOf } from './description-changes.js';

const item = { name: 'Acme', email: null, whenStale: 'refuse', usageAddresses: 'full' } as const;
const before = draftOf(item);

describe('what is sent of an account’s settings', () => {
  it('is nothing where nothing was changed', () => {
    expect(descriptionChanges(before, before)).toEqual({});
    expect(descriptionChanges(before, { ...before, name: ' Acme ' })).toEqual({});
  });

  it('is what was changed alone', () => {
    expect(descriptionChanges(before, { ...before, whenStale: 'accept' })).toEqual({ whenStale: 'accept' });
    expect(descriptionChanges(before, { ...before, email: ' a@acme.example ' })).toEqual({
      email: 'a@acme.example',
    });
  });

  it('takes an address away by null', () => {
    const withEmail = draftOf({ ...item, email: 'a@acme.example' });
    expect(descriptionChanges(withEmail, { ...withEmail, email: '' })).toEqual({ email: null });
  });
});
