import { describe, expect, it } from '@jest/globals';
import { askedBy } from './asked-by.js';

describe('a request of a browser', () => {
  it.each([
    ['a question', 'GET', {}, 'somebody'],
    ['a question of the page itself', 'GET', { 'keyledger-background': 'true' }, 'page'],
    ['a stream', 'GET', { accept: 'text/event-stream' }, 'page'],
    ['a change, whatever it says', 'POST', { 'keyledger-background': 'true' }, 'somebody'],
  ])('%s', (_what, method, headers, expected) => {
    expect(askedBy({ method, headers })).toBe(expected);
  });
});
