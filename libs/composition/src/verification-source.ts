import { hash } from 'node:crypto';
import { toLedgerEvent } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import { type SnapshotOptions, assertSnapshotOf, readVerificationSnapshot } from '@keyledger/read-models';
import { type DigestOf, type LiveSource, Progress } from '@keyledger/verification';
import type pg from 'pg';

/** Who is further behind than that cannot prove itself fresh until it has caught up. */
const aheadEventsMax = 500;
/** How long a probe waits for them to be applied. */
const applyMsMax = 2_000;

/** The digest that the index is keyed by, in the encoding that is found fastest. */
export const digestOf: DigestOf = (value) => hash('sha256', value, 'binary');

/** What a live index follows: the rows of the read model, then the log itself. */
export function verificationSource(
  eventLog: EventLog,
  pool: pg.Pool,
  options: SnapshotOptions = {},
): LiveSource {
  const applied = new Progress();
  return {
    snapshot: async () => {
      await assertSnapshotOf(eventLog, pool);
      return readVerificationSnapshot(pool, options);
    },
    subscribe: async function* (after, signal) {
      for await (const { events, position, caughtUp } of eventLog.subscribe(after, { signal })) {
        yield { events: events.map((event) => toLedgerEvent(event)), position, caughtUp };
        // Whoever asks for the next one has applied this one.
        applied.advanceTo(position);
      }
    },
    // What is in the log when it is asked proves as much once it has been applied; a log that is written to all the time would
    // never be found at its end.
    hasEventsAfter: async (position) => {
      if (!(await eventLog.hasEventsAfter(position))) return false;
      const ahead = await eventLog.readAll(position, aheadEventsMax);
      const last = ahead.at(-1);
      if (last === undefined) return false;
      if (ahead.length === aheadEventsMax) return true;
      return !(await applied.whenAt(last.position, AbortSignal.timeout(applyMsMax)));
    },
    readsWhenAsked: eventLog.readsWhenAsked,
  };
}
