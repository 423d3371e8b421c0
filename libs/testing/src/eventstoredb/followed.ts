import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import { type CallFailure, streamDeleted } from './failures.js';
import { type EventFilter, filterOf } from './filter.js';
import { streamNameOf } from './messages.js';
import { type PositionPair, positionOf } from './position.js';
import type { StoredLog } from './stored-log.js';

/** What a subscription is to see. */
export interface Followed {
  readonly filter: EventFilter;
  /** In `log.all`, of the first event to look at. */
  readonly firstIndex: number;
}

export function followedBy(options: Streams.ReadReq.Options, log: StoredLog): Followed | CallFailure {
  const all = options.getAll();
  if (!all) return followedStream(options.getStream(), log);
  const from = positionOf(all, log);
  if ('code' in from) return from;
  return {
    filter: filterOf(options.getFilter()),
    firstIndex: all.hasEnd() ? log.all.length : indexAfter(from, log),
  };
}

/** Exclusive: (commit, prepare) of what is delivered is greater than that of the position. */
function indexAfter({ commit, prepare }: PositionPair, log: StoredLog): number {
  const index = log.indexFrom(commit);
  const event = log.all[index];
  return event?.position === commit && event.position === prepare ? index + 1 : index;
}

/** Exclusive of its revision, too. A stream that is missing is followed from its first event. */
function followedStream(
  asked: Streams.ReadReq.Options.StreamOptions | undefined,
  log: StoredLog,
): Followed | CallFailure {
  const stream = streamNameOf(asked?.getStreamIdentifier());
  const events = log.stream(stream);
  if (events === 'deleted') return streamDeleted(stream);
  const readable = events === 'not found' ? [] : events;
  const after = asked?.hasRevision() ? BigInt(asked.getRevision()) : -1n;
  const truncatedBefore = readable[0]?.revision ?? 0n;
  return {
    filter: {
      matches: (event) =>
        event.stream === stream && event.revision > after && event.revision >= truncatedBefore,
      checkpointEvents: 0,
    },
    firstIndex: asked?.hasEnd() ? log.all.length : 0,
  };
}
