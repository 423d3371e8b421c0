/**
 * Wakes one waiting loop. A wake-up that comes while the loop is busy is kept, so that nothing written between its
 * last read and its wait goes unseen.
 */
export class WakeSignal {
  private pending = false;
  private release: (() => void) | undefined;

  wake(): void {
    this.pending = true;
    this.release?.();
  }

  /** Resolves at the next `wake` (at once if there was one since the last wait), on abort, or after `msMax`. */
  async wait(msMax: number, signal: AbortSignal): Promise<void> {
    if (!this.pending && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.release = undefined;
          resolve();
        };
        const timer = setTimeout(done, msMax);
        signal.addEventListener('abort', done);
        this.release = done;
      });
    }
    this.pending = false;
  }
}
