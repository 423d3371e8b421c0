import type { DomainEvent, VerificationRow, VerificationSnapshot } from '@keyledger/contracts';
import type { LedgerBatch, LiveSource } from './live-source.js';
import { recorded } from './spec-ledger.js';

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/** Time that only a test moves. */
export class SimulatedTime {
  private monotonic = 1_000;
  private wall = Date.parse('2026-06-01T12:00:00.000Z');
  private sleepers: Sleeper[] = [];

  readonly clock = { now: () => this.wall, monotonicMs: () => this.monotonic };

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      this.sleepers.push({ wakesAtMs: this.monotonic + ms, wake: resolve });
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  };

  /** Lets that much time go by, waking sleepers in order. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.monotonic + ms;
    await settle();
    for (;;) {
      const next = this.sleepers.filter(({ wakesAtMs }) => wakesAtMs <= untilMs).sort(byTime)[0];
      if (next === undefined) break;
      this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
      this.pass(next.wakesAtMs - this.monotonic);
      next.wake();
      await settle();
    }
    this.pass(untilMs - this.monotonic);
  }

  /** The process was stopped for so long: no timer has fired yet when it wakes. */
  pause(ms: number): void {
    this.pass(ms);
  }

  /** The machine was suspended, or somebody set the clock: the monotonic one has seen nothing of it. */
  stepWallClock(ms: number): void {
    this.wall += ms;
  }

  private pass(ms: number): void {
    const passedMs = Math.max(0, ms);
    this.monotonic += passedMs;
    this.wall += passedMs;
  }
}

function byTime(one: Sleeper, other: Sleeper): number {
  return one.wakesAtMs - other.wakesAtMs;
}

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A log with the faults that a test turns on. */
export class SimulatedSource implements LiveSource {
  readsWhenAsked = false;
  rows: readonly VerificationRow[] = [];
  snapshotPosition = 0n;
  /** Rejections that `snapshot` has left. */
  snapshotFailures = 0;
  /** The subscription delivers nothing, as if the connection were cut without a word. */
  silent = false;
  probe: 'answers' | 'fails' | 'hangs' = 'answers';
  probes = 0;
  /** Thrown by the subscription instead of its next batch. */
  subscriptionError: Error | null = null;
  private readonly events: DomainEvent[] = [];
  private wake: () => void = () => undefined;

  append(...events: readonly DomainEvent[]): bigint {
    this.events.push(...events);
    this.wake();
    return this.head;
  }

  get head(): bigint {
    return BigInt(this.events.length);
  }

  async snapshot(): Promise<VerificationSnapshot> {
    if (this.snapshotFailures > 0) {
      this.snapshotFailures -= 1;
      throw new Error('The database is away.');
    }
    return { position: this.snapshotPosition, rows: pages(this.rows) };
  }

  async *subscribe(after: bigint, signal: AbortSignal): AsyncIterable<LedgerBatch> {
    let position = after;
    let first = true;
    while (!signal.aborted) {
      if (this.subscriptionError !== null) throw this.subscriptionError;
      if (!this.silent && (first || position < this.head)) {
        first = false;
        const events = recorded(this.events).slice(Number(position));
        position = this.head;
        yield { events, position, caughtUp: true };
      } else {
        await this.changed(signal);
      }
    }
  }

  /** To be called after a fault was turned on or off. */
  touch(): void {
    this.wake();
  }

  async hasEventsAfter(position: bigint): Promise<boolean> {
    this.probes += 1;
    if (this.probe === 'fails') throw new Error('The log is away.');
    if (this.probe === 'hangs') return new Promise(() => undefined);
    return this.head > position;
  }

  private changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

async function* pages(rows: readonly VerificationRow[]): AsyncIterable<readonly VerificationRow[]> {
  for (const row of rows) yield [row];
}
