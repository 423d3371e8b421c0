import { ProblemError } from '@keyledger/platform';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Overload, lateTicksMax, tickMs } from './overload.js';

const lagMaxMs = 100;
let nowMs: number;
let overload: Overload;

beforeEach(() => {
  jest.useFakeTimers();
  nowMs = 0;
  overload = new Overload({ clock: { monotonicMs: () => nowMs }, lagMaxMs });
  overload.onApplicationBootstrap();
});

afterEach(() => {
  overload.onApplicationShutdown();
  jest.useRealTimers();
});

/** The next tick comes so much later than it was due. */
function tick(lateMs: number): void {
  nowMs += tickMs + lateMs;
  jest.advanceTimersByTime(tickMs);
}

function ticks(count: number, lateMs: number): void {
  for (let ticked = 0; ticked < count; ticked += 1) tick(lateMs);
}

describe('a verifier is overloaded', () => {
  it('once its event loop has been late several times in a row', () => {
    ticks(lateTicksMax - 1, lagMaxMs + 1);
    expect(overload.isOverloaded).toBe(false);
    tick(lagMaxMs + 1);
    expect(overload.isOverloaded).toBe(true);
  });

  it('no more as soon as it is in time again', () => {
    ticks(lateTicksMax + 5, lagMaxMs + 1);
    tick(lagMaxMs);
    expect(overload.isOverloaded).toBe(false);
  });

  it('not by one long pause, however long', () => {
    tick(60_000);
    ticks(3, 0);
    expect(overload.isOverloaded).toBe(false);
  });
});

describe('what is too much', () => {
  it('is refused with OVERLOADED and counted', () => {
    expect(() => overload.assertBearable()).not.toThrow();
    ticks(lateTicksMax, lagMaxMs + 1);
    expect(() => overload.assertBearable()).toThrow(ProblemError);
    expect(overload.sheds()).toBe(true);
    expect(overload.shed).toBe(2);
  });

  it('includes requests that wait, past a bound, until one of them is done', () => {
    const releases = Array.from({ length: 1_000 }, () => overload.hold());
    expect(() => overload.hold()).toThrow('OVERLOADED');
    releases[0]?.();
    releases[0]?.(); // once is enough
    overload.hold();
    expect(() => overload.hold()).toThrow('OVERLOADED');
    expect(overload.shed).toBe(2);
  });

  it('is reached sooner by requests that hold more', () => {
    const release = overload.hold(999);
    expect(() => overload.hold(2)).toThrow('OVERLOADED');
    overload.hold(1);
    release();
    overload.hold(999);
    expect(() => overload.hold()).toThrow('OVERLOADED');
  });
});
