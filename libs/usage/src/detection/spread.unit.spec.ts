import { describe, expect, it } from '@jest/globals';
import { withLesson } from './spread.js';

describe('how requests scatter', () => {
  it('is learnt where requests are: still nights do not make busy hours look regular', () => {
    let dispersion = 1;
    for (let day = 0; day < 56; day++) {
      for (let hour = 1; hour < 24; hour++)
        dispersion = withLesson(dispersion, { requests: 0, expected: 0, mean: 1 });
      dispersion = withLesson(dispersion, { requests: day % 5 === 0 ? 100 : 4, expected: 23, mean: 1 });
    }
    expect(dispersion).toBeGreaterThan(20);
  });

  it('is never less than chance, and never learnt from one hour alone', () => {
    expect(withLesson(1, { requests: 0, expected: 0, mean: 1 })).toBe(1);
    expect(withLesson(1, { requests: 1_000_000, expected: 1_000, mean: 1 })).toBeLessThan(20);
  });
});
