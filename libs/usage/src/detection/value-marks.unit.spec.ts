import { describe, expect, it } from '@jest/globals';
import { differentValues, valueMarksCount, withMark, withMarks } from './value-marks.js';

describe('marks of values', () => {
  it('count what is different, not what is repeated', () => {
    expect(differentValues(withMark(withMark(undefined, 7), 7))).toBe(1);
    expect(differentValues(withMark(withMark(undefined, 0), valueMarksCount - 1))).toBe(2);
  });

  it('of two counts are those of either, and unknown where one is', () => {
    const [a, b] = [withMark(undefined, 3), withMark(withMark(undefined, 3), 40)];
    expect(withMarks(a, b)).toBe(b);
    expect(withMarks(a, null)).toBeNull();
  });
});
