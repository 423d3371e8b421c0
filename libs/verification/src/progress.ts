/** How far something has come, and who waits for it to get further. */
export class Progress {
  private reached = 0n;
  private readonly waiters = new Set<{ readonly position: bigint; readonly resolve: () => void }>();

  advanceTo(position: bigint): void {
    if (position <= this.reached) return;
    this.reached = position;
    for (const waiter of this.waiters) {
      if (waiter.position > position) continue;
      this.waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Whether it got there before the signal aborted. */
  async whenAt(position: bigint, signal: AbortSignal): Promise<boolean> {
    if (this.reached >= position) return true;
    return new Promise((resolve) => {
      const waiter = { position, resolve: () => resolve(true) };
      const giveUp = (): void => {
        this.waiters.delete(waiter);
        resolve(false);
      };
      this.waiters.add(waiter);
      signal.addEventListener('abort', giveUp, { once: true });
      if (signal.aborted) giveUp();
    });
  }
}
