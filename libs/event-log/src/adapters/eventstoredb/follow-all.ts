import type { EventStoreDBClient } from '@eventstore/db-client';
import { backoffMs, sleep } from '@keyledger/platform';
import {
  CheckpointAheadOfLog,
  type EventBatch,
  EventLogUnavailable,
  type Position,
  originPosition,
} from '../../event-log.js';
import { asUnavailable, isDropped, isOutage, isUnknownCode } from './failures.js';
import { Feed } from './feed.js';
import { readLastPosition } from './reading.js';

const endTimeoutMs = 5_000;

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly batchEventsMax: number;
  readonly streamPrefixes: readonly string[];
  /** An outage, of which there may be many in a row. */
  readonly onOutage: (error: EventLogUnavailable) => void;
  /** The server does not wait for slow consumers: it drops them, and they come back for the rest at once. */
  readonly onDropped: () => void;
}

/** The subscription loop of `EventLog.subscribe`, which states what it keeps to. */
export async function* followAll(
  client: EventStoreDBClient,
  after: Position,
  options: FollowOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  const { signal } = options;
  let position = after;
  for (let attempt = 0; !signal.aborted;) {
    let feed: Feed | undefined;
    try {
      feed = await openFeed(client, position, options);
      for (;;) {
        const batch = await feed.next(signal);
        if (batch === undefined) return;
        attempt = 0;
        ({ position } = batch);
        yield batch;
      }
    } catch (error) {
      const expected = onFeedEnd(error, { position, started: feed?.hasStarted === true, ...options });
      if (expected === 'dropped') continue;
    } finally {
      feed?.close();
    }
    await sleep(backoffMs(attempt++, Math.random()), signal);
  }
}

/** Beyond its end a log is silent until it gets there, and then the events on the way have been missed. */
async function openFeed(
  client: EventStoreDBClient,
  after: Position,
  { streamPrefixes, batchEventsMax }: FollowOptions,
): Promise<Feed> {
  const end = await readLastPosition(client, endTimeoutMs);
  if (after > end) {
    throw new CheckpointAheadOfLog(`The checkpoint ${after} is beyond the log's last position ${end}.`);
  }
  return new Feed(client, { after, end, streamPrefixes, batchEventsMax });
}

interface FeedEnd extends FollowOptions {
  readonly position: Position;
  readonly started: boolean;
}

function onFeedEnd(
  error: unknown,
  { position, started, onOutage, onDropped }: FeedEnd,
): 'dropped' | 'outage' {
  if (isDropped(error)) {
    onDropped();
    return 'dropped';
  }
  if (!started && position > originPosition && isUnknownCode(error)) {
    const message = `The checkpoint ${position} is no position of this log.`;
    throw new CheckpointAheadOfLog(message, { cause: error });
  }
  if (!isOutage(error)) throw error;
  const outage = asUnavailable(error);
  if (outage instanceof EventLogUnavailable) onOutage(outage);
  return 'outage';
}
