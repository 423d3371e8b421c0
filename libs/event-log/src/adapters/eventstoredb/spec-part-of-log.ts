import { randomUUID } from 'node:crypto';
import { nameCharactersMax } from '../../append-request.js';
import type { EventLog, RecordedEvent } from '../../event-log.js';
import { openEventStoreDbEventLog } from './eventstoredb-event-log.js';

export interface PartOfLog {
  readonly log: EventLog;
  /** What is left for a stream's name. */
  readonly streamNameCharactersMax: number;
}

/**
 * A log of its own inside a server that may hold anything else: every stream gets a prefix of this part alone, which
 * the caller does not see.
 */
export function openPartOfLog(url: string): PartOfLog {
  const prefix = `part-${randomUUID()}-`;
  const whole = openEventStoreDbEventLog({ url, streamPrefixes: [prefix] });
  const unprefixed = (event: RecordedEvent) => ({ ...event, stream: event.stream.slice(prefix.length) });
  const log: EventLog = {
    readsWhenAsked: whole.readsWhenAsked,
    // An empty name stays one: it is refused.
    append: (stream, ...rest) => whole.append(stream && prefix + stream, ...rest),
    readStream: async (stream, fromRevision) =>
      (await whole.readStream(prefix + stream, fromRevision)).map(unprefixed),
    readAll: async (...page) => (await whole.readAll(...page)).map(unprefixed),
    readAt: async (position) => {
      const event = await whole.readAt(position);
      return event && unprefixed(event);
    },
    hasEventsAfter: (position) => whole.hasEventsAfter(position),
    close: () => whole.close(),
    async *subscribe(...subscription) {
      for await (const batch of whole.subscribe(...subscription)) {
        yield { ...batch, events: batch.events.map(unprefixed) };
      }
    },
  };
  return { log, streamNameCharactersMax: nameCharactersMax - prefix.length };
}
