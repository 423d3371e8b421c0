/** What every message of a producer has. */
export interface Numbered {
  readonly producer: string;
  readonly sequence: number;
}

export interface Deduplicated<Event extends Numbered> {
  readonly events: readonly Event[];
  /** How many were dropped. */
  readonly repeats: number;
  /** Highest sequence seen of each producer in `events`. */
  readonly lastSequences: ReadonlyMap<string, number>;
}

/**
 * Drops events that were seen before. A producer's sequence rises within a partition (one publication at a time, in
 * order), so what is not above the last one seen is a repeat.
 */
export function dropRepeats<Event extends Numbered>(
  events: readonly Event[],
  seenBefore: ReadonlyMap<string, number>,
): Deduplicated<Event> {
  const lastSequences = new Map<string, number>();
  const fresh: Event[] = [];
  for (const event of events) {
    const last = lastSequences.get(event.producer) ?? seenBefore.get(event.producer) ?? -1;
    if (event.sequence <= last) continue;
    lastSequences.set(event.producer, event.sequence);
    fresh.push(event);
  }
  return { events: fresh, repeats: events.length - fresh.length, lastSequences };
}
