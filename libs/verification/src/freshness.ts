/** Wall clock and monotonic clock, both in milliseconds. */
export interface LiveClock {
  /** Epoch milliseconds. */
  now(): number;
  monotonicMs(): number;
}

/** A moment on both clocks: before something was asked of the log. */
export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/**
 * How old the latest proof is that the index held everything that the log held. The monotonic clock stands still
 * while a machine is suspended, and the wall clock can be set back; so the larger difference counts. A wall clock
 * that was set forward thereby makes the index stale until the next proof, which errs on the right side.
 */
export class Freshness {
  private proof: Moment | null = null;
  /** Until the next proof. */
  private distrusted = false;

  constructor(
    private readonly clock: LiveClock,
    /** Whether what was asked at that moment may prove anything. */
    private readonly admits: (sent: Moment) => boolean = () => true,
  ) {}

  moment(): Moment {
    return { wallMs: this.clock.now(), monotonicMs: this.clock.monotonicMs() };
  }

  /**
   * As of the moment before the log was asked: what was written while it answered may be missing. False where it counts
   * for nothing.
   */
  proven(moment: Moment): boolean {
    if (!this.admits(moment)) return false;
    if (this.proof === null || moment.monotonicMs > this.proof.monotonicMs) this.proof = moment;
    this.distrusted = false;
    return true;
  }

  /** What was proved counts no more. */
  distrust(): void {
    this.distrusted = true;
  }

  /** Whether there ever was a proof. */
  get hasBeenProven(): boolean {
    return this.proof !== null;
  }

  isWithin(stalenessMaxMs: number): boolean {
    return !this.distrusted && this.stalenessMs() <= stalenessMaxMs;
  }

  /** Infinity where there is no proof. */
  stalenessMs(): number {
    if (this.proof === null) return Infinity;
    const monotonicMs = this.clock.monotonicMs() - this.proof.monotonicMs;
    return Math.max(0, monotonicMs, this.clock.now() - this.proof.wallMs);
  }
}
