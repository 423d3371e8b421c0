import { describe, expect, it } from '@jest/globals';
import { isAttended, noteInput, watchInput } from './attention.js';

describe('a page', () => {
  it('is attended for a minute after the last input, and no longer', () => {
    noteInput(1_000_000);
    expect(isAttended(1_000_000)).toBe(true);
    expect(isAttended(1_059_999)).toBe(true);
    expect(isAttended(1_060_000)).toBe(false);
  });

  it.each(['pointerdown', 'keydown', 'wheel', 'touchstart'])('takes %s for input', (type) => {
    const target = new EventTarget();
    watchInput(target);
    noteInput(0);
    expect(isAttended(Date.now())).toBe(false);
    target.dispatchEvent(new Event(type));
    expect(isAttended(Date.now())).toBe(true);
  });
});
