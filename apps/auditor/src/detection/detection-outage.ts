import { AppendOutcomeUnknown, EventLogUnavailable } from '@keyledger/event-log';
import { isCausedByOutage } from '@keyledger/platform';

/** Whether the log or the database is out of reach, which passes by itself. */
export function isDetectionOutage(error: unknown): boolean {
  return (
    error instanceof EventLogUnavailable || error instanceof AppendOutcomeUnknown || isCausedByOutage(error)
  );
}
