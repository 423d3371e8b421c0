import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { StoredEvent } from './stored-event.js';

/** How many events the server looks at before it says where it is, times the client's interval. */
const searchWindowDefault = 32;

export interface EventFilter {
  readonly matches: (event: StoredEvent) => boolean;
  /** A checkpoint comes after so many events looked at, matching or not; 0: never. */
  readonly checkpointEvents: number;
}

export function filterOf(
  filter: Streams.ReadReq.Options.FilterOptions | Persistent.CreateReq.AllOptions.FilterOptions | undefined,
): EventFilter {
  if (!filter) return { matches: () => true, checkpointEvents: 0 };
  const onType = filter.hasEventType();
  const expression = onType ? filter.getEventType() : filter.getStreamIdentifier();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '');
  const window = filter.hasMax() ? filter.getMax() : searchWindowDefault;
  return {
    matches: (event) => {
      const text = onType ? event.type : event.stream;
      return prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
    },
    checkpointEvents: window * filter.getCheckpointintervalmultiplier(),
  };
}
