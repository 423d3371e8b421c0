import type { EventLog, Position, RecordedEvent } from '../event-log.js';

/** Events held in memory at a time, of each log. */
export const pageEventsMax = 500;

/** One event after another, up to what is the end of the log when it is reached. */
export async function* readOn(
  log: EventLog,
  after: Position,
): AsyncGenerator<RecordedEvent, undefined, undefined> {
  let position = after;
  for (;;) {
    const page = await log.readAll(position, pageEventsMax);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return undefined;
    if (last.position <= position) throw new Error('The log went backwards.');
    ({ position } = last);
  }
}
