import { beforeEach, describe, expect, it } from '@jest/globals';
import { AttemptLimiter } from './attempt-limiter.js';

const bounds = { perClientMax: 3, everybodyMax: 5, windowMs: 1_000, clientsMax: 4 };
let nowMs: number;
let limiter: AttemptLimiter;

beforeEach(() => {
  nowMs = 5_000;
  limiter = new AttemptLimiter(bounds, () => nowMs);
});

const attempts = (client: string, count: number) =>
  Array.from({ length: count }, () => limiter.begin(client));

describe('attempts of one client', () => {
  it('are free up to the bound, then wait for the window to end', () => {
    expect(attempts('a', 3)).toEqual([null, null, null]);
    nowMs += 400;
    expect(limiter.begin('a')).toBe(600);
    nowMs += 600;
    expect(limiter.begin('a')).toBeNull();
  });

  it('do not hold up another', () => {
    attempts('a', 4);
    expect(limiter.begin('b')).toBeNull();
  });

  it('no longer count once they have succeeded', () => {
    for (let round = 0; round < 20; round++) {
      expect(limiter.begin('a')).toBeNull();
      limiter.succeeded('a');
    }
  });

  it('count while they are under way, so that all at once is no way around', () => {
    attempts('a', 3);
    expect(limiter.begin('a')).not.toBeNull();
    limiter.succeeded('a');
    expect(limiter.begin('a')).toBeNull();
  });
});

describe('attempts of everybody', () => {
  it('are bounded together, however many clients there are', () => {
    const waits = Array.from({ length: 12 }, (_, index) => limiter.begin(`client ${index}`));
    expect(waits.filter((wait) => wait === null)).toHaveLength(bounds.everybodyMax);
    expect(waits.at(-1)).toBe(bounds.windowMs);
  });
});
