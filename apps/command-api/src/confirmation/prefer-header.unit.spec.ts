import { describe, expect, it } from '@jest/globals';
import { preferredWait } from './prefer-header.js';

describe('the preference to wait (RFC 7240)', () => {
  it.each([
    ['wait=5', 5],
    ['wait=0', 0],
    ['Wait=10', 10],
    ['wait = 10', 10],
    ['wait="10"', 10],
    ['respond-async, wait=10', 10],
    ['respond-async;foo="a b", handling=lenient; wait=10, wait=7', 7],
    ['wait=10;foo=bar', 10],
    ['return=minimal,,wait=3', 3],
    ['wait=1, wait=2', 1],
    ['foo="a, wait=9, b", wait=5', 5],
    ['wait=61', 60],
    ['wait=999999999', 60],
  ])('is read from %j: %i s', (header, seconds) => {
    expect(preferredWait(header)).toBe(seconds);
  });

  it('is read from several header lines', () => {
    expect(preferredWait(['return=minimal', 'wait=4'])).toBe(4);
  });

  it.each([
    undefined,
    '',
    'wait',
    'wait=',
    'wait=soon',
    'wait=-1',
    'wait=1.5',
    'wait=9999999999',
    'wait=soon, wait=5',
    'await=5',
    'wait 5',
    'wait=5 5',
    '=5',
    `wait=5${' '.repeat(1_000)}`,
  ])('is ignored in %j', (header) => {
    expect(preferredWait(header)).toBeNull();
  });
});
