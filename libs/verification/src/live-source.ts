import type { LedgerEvent, VerificationSnapshot } from '@keyledger/contracts';

/** What the index needs of an event. */
export type PlacedEvent = Pick<LedgerEvent, 'event' | 'position'>;

export interface LedgerBatch {
  /** In order; may be empty. */
  readonly events: readonly PlacedEvent[];
  /** Everything up to here has been delivered with this batch or before it. */
  readonly position: bigint;
  /** Whether the log held nothing more when this batch was read. */
  readonly caughtUp: boolean;
}

/** Where a live index gets everything from; all methods may reject while the log or the database is away. */
export interface LiveSource {
  snapshot(): Promise<VerificationSnapshot>;
  /** Catches up from `after` (exclusive), then follows until the signal aborts. */
  subscribe(after: bigint, signal: AbortSignal): AsyncIterable<LedgerBatch>;
  /** Is anything of ours beyond this position right now? */
  hasEventsAfter(position: bigint): Promise<boolean>;
  /**
   * True only where every batch is read after it was asked for (`next()`), never ahead: then a caught-up batch is
   * itself a proof of freshness as of that moment, and a log that is written to all the time cannot make the index
   * stale. Without it, probes alone prove.
   */
  readonly readsWhenAsked: boolean;
}
