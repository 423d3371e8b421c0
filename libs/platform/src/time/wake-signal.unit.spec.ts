import { describe, expect, it } from '@jest/globals';
import { WakeSignal } from './wake-signal.js';

/** Longer than any test may take: what returns was woken. */
const forEverMs = 2 ** 31 - 1;
const never = new AbortController().signal;

describe('a loop that waits for a wake-up', () => {
  it('goes on when it is woken, when told to stop, or when its time is over', async () => {
    const woken = new WakeSignal();
    const waiting = woken.wait(forEverMs, never);
    woken.wake();
    await waiting;

    const stopping = new AbortController();
    const stopped = new WakeSignal().wait(forEverMs, stopping.signal);
    stopping.abort();
    await stopped;
    await new WakeSignal().wait(forEverMs, stopping.signal);

    await new WakeSignal().wait(1, never);
  });

  it('does not wait where it was woken since its last wait, and waits where it was not', async () => {
    const signal = new WakeSignal();
    signal.wake();
    signal.wake();
    await signal.wait(forEverMs, never);

    let woken = false;
    const waiting = signal.wait(forEverMs, never).then(() => (woken = true));
    await new Promise(setImmediate);
    expect(woken).toBe(false);
    signal.wake();
    await waiting;
  });
});
