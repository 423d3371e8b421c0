import { PositionWaiters } from './position-waiters.js';

/** How far something has come, and who waits for it to get further. */
export class Progress {
  private reached = 0n;
  private readonly waiters = new PositionWaiters();

  advanceTo(position: bigint): void {
    if (position <= this.reached) return;
    this.reached = position;
    this.waiters.reached(position);
  }

  /** Whether it got there before the signal aborted. */
  async whenAt(position: bigint, signal: AbortSignal): Promise<boolean> {
    return this.reached >= position || this.waiters.wait(position, aborted(signal));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}
