/** Two characters a number: 168 cells of a week in 336 bytes, each within half a percent of what it was. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const base = digits.length;
const levels = base * base - 1;
/** Level 1 is this, and each level is so much above the one below: up to some 10 million an hour. */
const smallest = 0.01;
const logStep = Math.log(10_000_000 / smallest) / (levels - 1);

export function packNumbers(values: Float64Array): string {
  let packed = '';
  for (const value of values) {
    const level = levelOf(value);
    packed += (digits[Math.floor(level / base)] ?? '0') + (digits[level % base] ?? '0');
  }
  return packed;
}

export function unpackNumbers(packed: string, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const level = digitAt(packed, 2 * index) * base + digitAt(packed, 2 * index + 1);
    values[index] = level === 0 ? 0 : smallest * Math.exp((level - 1) * logStep);
  }
  return values;
}

function levelOf(value: number): number {
  if (value < smallest) return 0;
  return Math.min(levels, 1 + Math.round(Math.log(value / smallest) / logStep));
}

function digitAt(packed: string, index: number): number {
  return Math.max(0, digits.indexOf(packed.charAt(index)));
}
