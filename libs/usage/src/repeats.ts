import type { RequestEvent } from '@keyledger/contracts';

export interface Deduplicated {
  readonly events: readonly RequestEvent[];
  /** How many were dropped. */
  readonly repeats: number;
  /** Highest sequence seen of each producer in `events`. */
  readonly lastSequences: ReadonlyMap<string, number>;
}

/**
 * Drops events that were seen before. A producer's sequence rises within a partition (one publication at a time, in
 * order), so what is not above the last one seen is a repeat.
 */
export function dropRepeats(
  events: readonly RequestEvent[],
  seenBefore: ReadonlyMap<string, number>,
): Deduplicated {
  const lastSequences = new Map<string, number>();
  const fresh: RequestEvent[] = [];
  for (const event of events) {
    const last = lastSequences.get(event.producer) ?? seenBefore.get(event.producer) ?? -1;
    if (event.sequence <= last) continue;
    lastSequences.set(event.producer, event.sequence);
    fresh.push(event);
  }
  return { events: fresh, repeats: events.length - fresh.length, lastSequences };
}
