import type { FleetRow, FleetView } from './fleet.js';
import { type WaitedFor, isComplete } from './quorum.js';

/** A notification wakes; behind it, the register is read this often. */
const pollMs = 1_000;
/** Timers are no finer. */
const restMsMin = 1;
/** Requests that are held at a time; one more is answered without waiting. */
export const waitersMax = 1_000;

export interface ConfirmationDeskOptions {
  readonly view: FleetView;
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** The process stops: nobody is held any longer. */
  readonly isClosing: () => boolean;
  readonly onError: (error: unknown) => void;
}

export interface Awaited {
  readonly position: bigint;
  /** When the change was known to be durable, on the monotonic clock. */
  readonly sinceMs: number;
  /** How long to wait, from then on. */
  readonly waitMs: number;
  /** False: a verifier that hears nothing may accept, however long it has; so it cannot be waited for by time. */
  readonly refusedWhenStale: boolean;
}

export interface Confirmation {
  readonly complete: boolean;
  readonly waitedMs: number;
  /** What the members were judged by. */
  readonly waited: WaitedFor;
  /** As they were when the waiting ended; null: the register could not be read. */
  readonly members: readonly FleetRow[] | null;
}

interface Waiter extends Awaited {
  readonly resolve: (confirmation: Confirmation) => void;
}

/** Holds whoever waits for a change to have arrived everywhere. One reader of the register serves all of them. */
export class ConfirmationDesk {
  private readonly waiters = new Set<Waiter>();
  private resting = new AbortController();
  private running = false;

  constructor(private readonly options: ConfirmationDeskOptions) {}

  get waiting(): number {
    return this.waiters.size;
  }

  /** Null: too many are waiting already. */
  wait(awaited: Awaited): Promise<Confirmation> | null {
    if (this.waiters.size >= waitersMax) return null;
    return new Promise((resolve) => {
      this.waiters.add({ ...awaited, resolve });
      this.wake();
      if (!this.running) void this.run();
    });
  }

  /** The register may have changed. */
  wake(): void {
    this.resting.abort();
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiters.size > 0) {
      this.resting = new AbortController();
      await this.pass();
      if (this.waiters.size > 0) await this.options.sleep(this.restMs(), this.resting.signal);
    }
    this.running = false;
  }

  /** What was read is good for those alone that had their change before it was asked for. */
  private async pass(): Promise<void> {
    const asked = [...this.waiters];
    const askedMs = this.options.monotonicMs();
    const members = await this.read();
    const nowMs = this.options.monotonicMs();
    const closing = this.options.isClosing();
    for (const waiter of asked) {
      const waitedMs = nowMs - waiter.sinceMs;
      // Whoever registers while the register answers may have been fed by one that did not refuse yet.
      const waited = { elapsedMs: askedMs - waiter.sinceMs, refusedWhenStale: waiter.refusedWhenStale };
      const complete = members !== null && isComplete(members, waiter.position, waited);
      if (!complete && !closing && waitedMs < waiter.waitMs) continue;
      this.waiters.delete(waiter);
      waiter.resolve({ complete, waitedMs, waited, members });
    }
  }

  private async read(): Promise<readonly FleetRow[] | null> {
    try {
      return await this.options.view.present();
    } catch (error) {
      this.options.onError(error);
      return null;
    }
  }

  private restMs(): number {
    const nowMs = this.options.monotonicMs();
    const remaining = [...this.waiters].map(({ sinceMs, waitMs }) => sinceMs + waitMs - nowMs);
    return Math.max(restMsMin, Math.min(pollMs, ...remaining));
  }
}
