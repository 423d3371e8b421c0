import { expect, it } from '@jest/globals';
import { draftOf, isSendable } from './webhook-draft.js';

it.each([
  ['', false],
  ['hooks.example.com', false],
  ['https://', false],
  ['https:// x', false],
  [' https://hooks.example.com/keyledger ', true],
])('asks the server about the address %j: %j', (url, expected) => {
  expect(isSendable({ url })).toBe(expected);
});

it('begins with what there is, or with everything', () => {
  expect(draftOf(undefined)).toEqual({
    url: '',
    description: '',
    eventTypes: [],
    severities: [],
    enabled: true,
  });
});
