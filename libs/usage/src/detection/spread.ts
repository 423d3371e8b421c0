import { hoursPerWeek } from './hours.js';

const lessonMax = 400;
/** Of one hour, whatever it was expected to bring. */
const weightMax = 1 / 24;

export interface SpreadLesson {
  readonly requests: number;
  readonly expected: number;
  /** Requests of a mean hour. */
  readonly mean: number;
}

/**
 * Of requests above what was expected, variance over mean: as it was, with one hour more. An hour counts by what it was
 * expected to bring, since how requests scatter is not seen in nights without any.
 */
export function withLesson(dispersion: number, { requests, expected, mean }: SpreadLesson): number {
  const difference = requests - expected;
  const lesson = Math.min(lessonMax, (difference * difference) / (expected + 1));
  const weight = Math.min(weightMax, (expected + 1) / (mean + 1) / hoursPerWeek);
  return Math.max(1, dispersion + weight * (lesson - dispersion));
}
