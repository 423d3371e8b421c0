import {
  type ComparisonOptions,
  type EventLog,
  type LogComparison,
  type LogDifference,
  type RecordedEvent,
  compareLogs,
  copyLog,
} from '@keyledger/event-log';
import { StartupError } from '@keyledger/platform';

export interface MoveLogOptions {
  readonly source: EventLog;
  readonly target: EventLog;
  /** Writes nothing. */
  readonly verifyOnly: boolean;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** See `ComparisonOptions`. */
  readonly onEqual?: ComparisonOptions['onEqual'];
}

/** Events between two lines about how far it has come. */
const progressEvents = 10_000;

/**
 * Copies the log, or what is missing of it, then reads both from the start and compares them event by event.
 *
 * @throws StartupError where they are not the same in the end.
 */
export async function moveLog(options: MoveLogOptions): Promise<void> {
  const { source, target, verifyOnly, signal, say } = options;
  if (!verifyOnly) await copy(options);
  const pace = paceOf((events) => say(`compared ${counted(events)}`));
  let compared = 0;
  const comparison = await compareLogs(source, target, {
    signal,
    onEqual: (...pair) => {
      pace(++compared);
      options.onEqual?.(...pair);
    },
  });
  await assertSame(source, comparison);
  say(`verified: both logs hold the same ${counted(comparison.equalEvents)}`);
}

async function copy({ source, target, signal, say }: MoveLogOptions): Promise<void> {
  const pace = paceOf((events) => say(`copied ${counted(events)}`));
  const result = await copyLog(source, target, { signal, onProgress: pace });
  switch (result.outcome) {
    case 'copied':
      say(`copied ${counted(result.events)}, ${result.appended} of them now`);
      return;
    case 'refused':
      throw new StartupError(
        `the target holds something else than the beginning of the source, and was left as it is: ${differenceOf(result)}`,
      );
    case 'disturbed':
      throw new StartupError(
        `the target did not take ${nameOf(result.event)}, since the last revision of that stream there is ` +
          `${result.actualRevision}: something else writes to it, or the source has a hole there`,
      );
  }
}

async function assertSame(source: EventLog, comparison: LogComparison): Promise<void> {
  const { difference, sourcePosition } = comparison;
  const grown =
    difference === null ? await source.hasEventsAfter(sourcePosition) : difference.target === null;
  if (grown) {
    throw new StartupError(
      `the source holds more than the ${counted(comparison.equalEvents)} of the target: stop what writes to it, ` +
        'then run this again, which goes on from here',
    );
  }
  if (difference !== null) {
    throw new StartupError(`the logs are not the same: ${differenceOf({ ...comparison, difference })}`);
  }
}

function differenceOf(found: { readonly equalEvents: number; readonly difference: LogDifference }): string {
  const { source, target } = found.difference;
  return `after ${counted(found.equalEvents)} that are the same, the source has ${nameOf(source)}, the target ${nameOf(target)}`;
}

/** Names only: what is in an event is nobody's business here. */
function nameOf(event: RecordedEvent | null): string {
  if (event === null) return 'nothing more';
  return `${event.type} ${event.id} (${event.stream}, revision ${event.revision}, position ${event.position})`;
}

function counted(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}

/** Calls `report` each time another `progressEvents` are reached. */
function paceOf(report: (events: number) => void): (events: number) => void {
  let next = progressEvents;
  return (events) => {
    if (events < next) return;
    report(events);
    next = events + progressEvents;
  };
}
