import { WakeSignal, backoffMs, sleep } from '@keyledger/platform';
import {
  CheckpointAheadOfLog,
  type EventBatch,
  EventLogUnavailable,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
} from './event-log.js';

export const batchEventsMaxDefault = 500;
/** Behind every wake-up is a poll: a notification may be lost, an event may not (style rule 16). */
export const pollMsMax = 1_000;

/** What following a log takes: whatever can be read by position can be subscribed to. */
export interface PagedLog {
  /**
   * Strictly after `after`, in order; fewer than `eventsMax` only where the log held no more. `isBehind`: the page before
   * was full.
   */
  readAll(after: Position, eventsMax: number, isBehind: boolean): Promise<readonly RecordedEvent[]>;
  /** Of the last event; `originPosition` in an empty log. */
  lastPosition(): Promise<Position>;
  /** Calls `wake` when something may have been written; answers with the way to end that. */
  onWake(wake: () => void): () => void;
  onOutage(error: EventLogUnavailable): void;
}

/** The subscription loop of `EventLog.subscribe`, which states what it keeps to. */
export async function* followLog(
  log: PagedLog,
  after: Position,
  { signal, batchEventsMax = batchEventsMaxDefault }: SubscribeOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  const wakeSignal = new WakeSignal();
  const endWaking = log.onWake(() => wakeSignal.wake());
  const readPage = persistentReader(log, batchEventsMax, signal);
  let position = after;
  let deliveredCaughtUp = false;
  let isBehind = false;
  try {
    for (;;) {
      const events = await readPage(position, isBehind);
      if (events === undefined) return;
      position = lastRising(position, events);
      const caughtUp = events.length < batchEventsMax;
      isBehind = !caughtUp;
      if (events.length > 0 || !deliveredCaughtUp) {
        yield { events, position, caughtUp };
        deliveredCaughtUp = caughtUp;
      }
      if (caughtUp) await wakeSignal.wait(pollMsMax, signal);
    }
  } finally {
    endWaking();
  }
}

/**
 * Reads a page however often the log is away, with a capped back-off; `undefined` on abort. Before the first page, and
 * after an outage, it makes sure that the log still is the one that the checkpoint belongs to.
 */
function persistentReader(
  log: PagedLog,
  eventsMax: number,
  signal: AbortSignal,
): (after: Position, isBehind: boolean) => Promise<readonly RecordedEvent[] | undefined> {
  let sameLog = false;
  return async (after, isBehind) => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        if (!sameLog) sameLog = (await orAborted(assertNotAhead(log, after), signal)) === true;
        return await orAborted(log.readAll(after, eventsMax, isBehind), signal);
      } catch (error) {
        if (!(error instanceof EventLogUnavailable)) throw error;
        log.onOutage(error);
        sameLog = false;
      }
      await sleep(backoffMs(attempt, Math.random()), signal);
    }
    return undefined;
  };
}

async function assertNotAhead(log: PagedLog, checkpoint: Position): Promise<true> {
  const last = await log.lastPosition();
  if (checkpoint > last) {
    throw new CheckpointAheadOfLog(`The checkpoint ${checkpoint} is beyond the log's last position ${last}.`);
  }
  return true;
}

/** The other half of the promise that the append makes by its lock (style rule 15). */
function lastRising(after: Position, events: readonly RecordedEvent[]): Position {
  let last = after;
  for (const { position } of events) {
    if (position <= last) throw new Error(`Position ${position} was delivered after ${last}.`);
    last = position;
  }
  return last;
}

/** Nobody waits for an answer that no longer matters. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<undefined>((resolve) => (onAbort = () => resolve(undefined)));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
