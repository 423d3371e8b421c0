import { isConnectionError, isError } from '@keyledger/platform';
import type { Logger } from 'pino';

/** An outage says the same thing many times a second; a line this often is enough. */
export const repeatIntervalMs = 10_000;

/**
 * Logs the errors that a part gets over by itself. Lost connections are one line without a stack, now and then, with
 * how many went unlogged since the last; anything else is not expected and logged in full.
 */
export function outageReporter(
  logger: Logger,
  part: string,
  nowMs: () => number = () => performance.now(),
): (error: unknown) => void {
  let nextLineMs = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  return (error) => {
    if (!isConnectionError(error)) {
      logger.warn({ err: error, part }, 'unexpected error, trying again');
      return;
    }
    if (nowMs() < nextLineMs) {
      unlogged++;
      return;
    }
    logger.warn(
      { part, reason: isError(error) ? error.message : String(error), unlogged },
      'connection lost',
    );
    nextLineMs = nowMs() + repeatIntervalMs;
    unlogged = 0;
  };
}
