import { hash } from 'node:crypto';
import { toLedgerEvent } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import { type SnapshotOptions, assertSnapshotOf, readVerificationSnapshot } from '@keyledger/read-models';
import type { DigestOf, LiveSource } from '@keyledger/verification';
import type pg from 'pg';

/** The digest that the index is keyed by, in the encoding that is found fastest. */
export const digestOf: DigestOf = (value) => hash('sha256', value, 'binary');

/** What a live index follows: the rows of the read model, then the log itself. */
export function verificationSource(
  eventLog: EventLog,
  pool: pg.Pool,
  options: SnapshotOptions = {},
): LiveSource {
  return {
    snapshot: async () => {
      await assertSnapshotOf(eventLog, pool);
      return readVerificationSnapshot(pool, options);
    },
    subscribe: async function* (after, signal) {
      for await (const { events, position, caughtUp } of eventLog.subscribe(after, { signal })) {
        yield { events: events.map((event) => toLedgerEvent(event)), position, caughtUp };
      }
    },
    hasEventsAfter: (position) => eventLog.hasEventsAfter(position),
    readsWhenAsked: eventLog.readsWhenAsked,
  };
}
