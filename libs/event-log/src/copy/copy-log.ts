import { appendBytesMax } from '../append-request.js';
import type { EventLog, NewEvent, RecordedEvent } from '../event-log.js';
import { type LogDifference, compareLogs } from './compare-logs.js';
import { readOn } from './read-on.js';

/** In one append: what is lost of the work of a copy that is killed. */
const appendEventsMax = 100;

export interface CopyOptions {
  /** Ends it before the next append, with a rejection. */
  readonly signal?: AbortSignal;
  /** How many events the target has by now. */
  readonly onProgress?: (events: number) => void;
}

export type CopyOutcome =
  /** The target has all that the source had when its end was reached. */
  | { readonly outcome: 'copied'; readonly events: number; readonly appended: number }
  /** Nothing was written: the target holds something else than the beginning of the source. */
  | { readonly outcome: 'refused'; readonly equalEvents: number; readonly difference: LogDifference }
  /** Somebody else writes to the stream of this event in the target; or the source lacks a revision. */
  | { readonly outcome: 'disturbed'; readonly event: RecordedEvent; readonly actualRevision: number };

/**
 * Copies the source to the end of a target that holds the beginning of it, or nothing: ids, types, data, metadata, order
 * and revisions stay, positions become the target's own. What the target has says where to go on, so a copy that
 * was killed at any point is repeated until it is complete. One append at a time: the order of the log is the order of
 * the appends.
 */
export async function copyLog(
  source: EventLog,
  target: EventLog,
  { signal, onProgress }: CopyOptions = {},
): Promise<CopyOutcome> {
  const found = await compareLogs(source, target, { signal });
  const { difference } = found;
  if (difference !== null && difference.target !== null) {
    return { outcome: 'refused', equalEvents: found.equalEvents, difference };
  }
  let events = found.equalEvents;
  for await (const run of runsOf(readOn(source, found.sourcePosition))) {
    signal?.throwIfAborted();
    const actualRevision = await appendRun(target, run);
    if (actualRevision !== null) return { outcome: 'disturbed', event: run[0], actualRevision };
    events += run.length;
    onProgress?.(events);
  }
  return { outcome: 'copied', events, appended: events - found.equalEvents };
}

/** Neighbours in one stream; never empty. */
type Run = readonly [RecordedEvent, ...RecordedEvent[]];

/** The last revision of the stream where the target does not take the events; else null. */
async function appendRun(target: EventLog, run: Run): Promise<number | null> {
  const [{ stream, revision }] = run;
  const events = run.map(({ id, type, data, metadata }): NewEvent => ({ id, type, data, metadata }));
  const result = await target.append(stream, events, revision === 0 ? 'no-stream' : revision - 1);
  return result.outcome === 'appended' ? null : result.actual;
}

async function* runsOf(events: AsyncIterable<RecordedEvent>): AsyncGenerator<Run> {
  let run: [RecordedEvent, ...RecordedEvent[]] | undefined;
  let bytes = 0;
  for await (const event of events) {
    const size = bytesOf(event);
    if (run && continues(run, event) && bytes + size <= appendBytesMax) {
      run.push(event);
      bytes += size;
      continue;
    }
    if (run) yield run;
    run = [event];
    bytes = size;
  }
  if (run) yield run;
}

function continues(run: Run, { stream, revision }: RecordedEvent): boolean {
  const last = run.at(-1);
  return run.length < appendEventsMax && last?.stream === stream && last.revision + 1 === revision;
}

function bytesOf({ data, metadata }: RecordedEvent): number {
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}
