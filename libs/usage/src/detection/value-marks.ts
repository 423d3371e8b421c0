/**
 * Tells one value that is presented again and again from many: each sets one of 64 marks. Six bits of a digest say nothing
 * of the value, and marks of several counts are put together. Written as a number in hex.
 */
export const valueMarksCount = 64;

const noMarks = '0';

/** `mark`: from 0 to 63. */
export function withMark(marks: string | undefined, mark: number): string {
  return joined(marks ?? noMarks, (1n << BigInt(mark)).toString(16));
}

/** Of both counts; null: of one of them it is not known, so of both it is not. */
export function withMarks(a: string | null, b: string | null): string | null {
  return a === null || b === null ? null : joined(a, b);
}

/** At least so many different values set them. */
export function differentValues(marks: string): number {
  let count = 0;
  for (let left = numberOf(marks); left > 0n; left &= left - 1n) count += 1;
  return count;
}

function joined(a: string, b: string): string {
  return (numberOf(a) | numberOf(b)).toString(16);
}

function numberOf(marks: string): bigint {
  return BigInt(`0x${marks}`);
}
