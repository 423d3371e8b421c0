import { performance } from 'node:perf_hooks'; // the global of this name is looked up each time

/** Time as an argument: tests drive it, simulations skew it. */
export interface Clock {
  /** Wall clock, epoch milliseconds: for what is recorded and for expiry. */
  now(): number;
  /** Milliseconds that never step backwards: for durations and staleness. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};
