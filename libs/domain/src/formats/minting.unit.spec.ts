import { describe, expect, it } from '@jest/globals';
import { base62Alphabet } from '../secret/base62.js';
import { exampleKeyId, formatCases, mintOne, seededBytes } from './spec-formats.js';

describe.each(formatCases)('a value of the format $name', (formatCase) => {
  const { format, prefixes, randomLength, name } = formatCase;
  const prefixLength = prefixes.live.length;

  it.each(['live', 'test'] as const)('has the stated prefix, length and alphabet (%s)', (mode) => {
    const value = mintOne(formatCase, mode);
    expect(value.startsWith(prefixes[mode])).toBe(true);
    expect(value).toHaveLength(format.length);
    expect(value.slice(prefixLength)).toMatch(/^[0-9A-Za-z]+$/);
    expect(value).toMatch(new RegExp(`^${format.pattern}$`));
    expect(format.isWellFormed(value)).toBe(true);
  });

  it('holds at least 128 random bits', () => {
    expect(randomLength * Math.log2(base62Alphabet.length)).toBeGreaterThanOrEqual(128);
  });

  it('comes once only', () => {
    const values = Array.from({ length: 3_000 }, () => mintOne(formatCase));
    expect(new Set(values).size).toBe(values.length);
  });

  it('holds every character equally often in its random part', () => {
    const randomBytes = seededBytes(`distribution of ${name}`);
    const minted = Math.ceil(100_000 / randomLength);
    const counts = new Map<string, number>();
    for (let count = 0; count < minted; count += 1) {
      const value = format.mint({ keyId: exampleKeyId, mode: 'live', randomBytes });
      for (const character of value.slice(prefixLength, prefixLength + randomLength)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = (minted * randomLength) / base62Alphabet.length;
    const chiSquare = Array.from(base62Alphabet, (character) => {
      return ((counts.get(character) ?? 0) - expected) ** 2 / expected;
    }).reduce((sum, term) => sum + term);
    // 61 degrees of freedom: chance exceeds 120 once in 100,000 tries, and the bytes are the same in each run. A plain
    // modulo of bytes gives over 2,000.
    expect(chiSquare).toBeLessThan(120);
    expect([...counts.keys()].sort().join('')).toBe(base62Alphabet);
  });

  it('is made without the bytes that would favour some characters', () => {
    const draws = [new Uint8Array(randomLength).fill(248), new Uint8Array(randomLength).fill(247)];
    const randomBytes = (count: number) => draws.shift() ?? new Uint8Array(count);
    const value = format.mint({ keyId: exampleKeyId, mode: 'live', randomBytes });
    expect(value.slice(prefixLength, prefixLength + randomLength)).toBe('z'.repeat(randomLength));
  });

  it.each([
    ['only unusable bytes', (count: number) => new Uint8Array(count).fill(255)],
    ['no bytes', () => new Uint8Array()],
  ])('is not made from a random source that returns %s', (_, randomBytes) => {
    expect(() => format.mint({ keyId: exampleKeyId, mode: 'live', randomBytes })).toThrow(
      'the random source is broken',
    );
  });

  it('shows its start and at most 24 bits of its secret part', () => {
    const value = mintOne(formatCase);
    const start = format.visibleStartOf(value);
    expect(value.startsWith(start)).toBe(true);
    expect(start.length).toBeGreaterThanOrEqual(10);
    expect(start.length).toBeLessThanOrEqual(20);
    expect(start.length - prefixLength).toBeLessThanOrEqual(4);
  });

  it('shows nothing of what is not of its format', () => {
    const others = formatCases.filter((other) => other !== formatCase).map((other) => mintOne(other));
    const value = mintOne(formatCase);
    for (const other of ['', 'secret', value.slice(0, -1), `${value}0`, `${value}\n`, ...others]) {
      expect(() => format.visibleStartOf(other)).toThrow(
        'Only a key has a visible start; the given value is not one',
      );
    }
  });
});
