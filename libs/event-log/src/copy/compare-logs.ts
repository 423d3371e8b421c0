import { type EventLog, type Position, type RecordedEvent, originPosition } from '../event-log.js';
import { readOn } from './read-on.js';

/** Where two logs are not the same. Both events are null nowhere: one of the logs has something there. */
export interface LogDifference {
  /** What the source has there; null: it has ended. */
  readonly source: RecordedEvent | null;
  /** What the target has there; null: it has ended. */
  readonly target: RecordedEvent | null;
}

export interface LogComparison {
  /** How many events are the same, from the start of both. */
  readonly equalEvents: number;
  /** Of the last of them in the source, and in the target. */
  readonly sourcePosition: Position;
  readonly targetPosition: Position;
  /** Null: the logs hold the same events in the same order. */
  readonly difference: LogDifference | null;
}

export interface ComparisonOptions {
  /** Ends it early, with a rejection. */
  readonly signal?: AbortSignal;
  /** Told of each pair of equal events, in order. */
  readonly onEqual?: (source: RecordedEvent, target: RecordedEvent) => void;
}

/**
 * Compares event by event, from the start to the first difference, in constant memory: stream, revision, id, type, data
 * and metadata. Positions are each log's own.
 */
export async function compareLogs(
  source: EventLog,
  target: EventLog,
  { signal, onEqual }: ComparisonOptions = {},
): Promise<LogComparison> {
  const [ofSource, ofTarget] = [readOn(source, originPosition), readOn(target, originPosition)];
  let [sourcePosition, targetPosition] = [originPosition, originPosition];
  for (let equalEvents = 0; ; equalEvents++) {
    signal?.throwIfAborted();
    const [ours, theirs] = [await ofSource.next(), await ofTarget.next()];
    const [inSource, inTarget] = [ours.value ?? null, theirs.value ?? null];
    if (inSource === null || inTarget === null || !isSameEvent(inSource, inTarget)) {
      const ended = inSource === null && inTarget === null;
      const difference = ended ? null : { source: inSource, target: inTarget };
      return { equalEvents, sourcePosition, targetPosition, difference };
    }
    ({ position: sourcePosition } = inSource);
    ({ position: targetPosition } = inTarget);
    onEqual?.(inSource, inTarget);
  }
}

/** The text of the JSON decides, order of properties included: a log gives back what it was given. */
function isSameEvent(one: RecordedEvent, other: RecordedEvent): boolean {
  return (
    one.id === other.id &&
    one.stream === other.stream &&
    one.revision === other.revision &&
    one.type === other.type &&
    JSON.stringify(one.data) === JSON.stringify(other.data) &&
    JSON.stringify(one.metadata) === JSON.stringify(other.metadata)
  );
}
