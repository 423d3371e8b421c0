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

  /** Resolves at the next `wake`, at once if there was one since the last wait, or after `msMax`. */
  async wait(msMax: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, msMax);
        this.release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.release = undefined;
    this.pending = false;
  }
}
