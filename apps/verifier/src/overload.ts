import { ProblemError, problem } from '@keyledger/platform';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

/** How often the event loop is asked how late it is. */
export const tickMs = 50;
/** One long turn is a pause that is over; this many late ticks in a row are more work than there is time. */
export const lateTicksMax = 3;
/** What requests may hold in all while they wait: one each, or more where their bodies are larger. */
const heldMax = 1_000;

export interface OverloadOptions {
  readonly clock: { monotonicMs(): number };
  /** A tick that comes so much later than it was due is late. */
  readonly lagMaxMs: number;
}

/**
 * Whether there is more to do than can be done in time. Requests then wait in the kernel and in the event loop, where
 * nobody can see them, and every answer comes late; refusing some at once keeps the others fast.
 */
export class Overload implements OnApplicationBootstrap, OnApplicationShutdown {
  private lateTicks = 0;
  private dueMs = Infinity;
  private timer: NodeJS.Timeout | undefined;
  private held = 0;
  private shedCount = 0;

  constructor(private readonly options: OverloadOptions) {}

  get isOverloaded(): boolean {
    return this.lateTicks >= lateTicksMax;
  }

  /** Requests that were refused for it, in all. */
  get shed(): number {
    return this.shedCount;
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /** Counts the request as refused where it is to be. */
  sheds(): boolean {
    if (!this.isOverloaded) return false;
    this.shedCount += 1;
    return true;
  }

  /** @throws ProblemError with OVERLOADED */
  assertBearable(): void {
    if (this.sheds()) throw refusal();
  }

  /**
   * Lets a request hold something until the answer is called.
   *
   * @throws ProblemError with OVERLOADED where too much is held
   */
  hold(weight = 1): () => void {
    if (this.held + weight > heldMax) {
      this.shedCount += 1;
      throw refusal();
    }
    this.held += weight;
    let isHeld = true;
    return () => {
      if (isHeld) this.held -= weight;
      isHeld = false;
    };
  }

  private schedule(): void {
    this.dueMs = this.options.clock.monotonicMs() + tickMs;
    this.timer = setTimeout(this.tick, tickMs).unref();
  }

  private readonly tick = (): void => {
    const lagMs = this.options.clock.monotonicMs() - this.dueMs;
    this.lateTicks = lagMs > this.options.lagMaxMs ? this.lateTicks + 1 : 0;
    this.schedule();
  };
}

function refusal(): ProblemError {
  return new ProblemError(problem('OVERLOADED'));
}
