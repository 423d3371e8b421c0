/** Questions that wait at a time; one more is told at once that its position has not been reached. */
export const positionWaitersMax = 10_000;

interface PositionWaiter {
  readonly position: bigint;
  readonly resolve: (reached: boolean) => void;
}

/** Whoever waits for the index to reach a position. */
export class PositionWaiters {
  private readonly waiters = new Set<PositionWaiter>();

  /** Resolves to whether the position was reached before `expired` resolved. */
  wait(position: bigint, expired: Promise<void>): Promise<boolean> {
    if (this.waiters.size >= positionWaitersMax) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiter: PositionWaiter = { position, resolve };
      this.waiters.add(waiter);
      void expired.then(() => {
        if (this.waiters.delete(waiter)) resolve(false);
      });
    });
  }

  reached(position: bigint): void {
    for (const waiter of this.waiters) {
      if (waiter.position > position) continue;
      this.waiters.delete(waiter);
      waiter.resolve(true);
    }
  }
}
