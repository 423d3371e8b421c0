import type { Logger } from 'pino';
import { isCausedByOutage } from '../database/connection-error.js';
import { isError } from '../is-error.js';

/** An outage says the same thing many times a second; a line this often is enough. */
export const repeatIntervalMs = 10_000;

export interface OutageReporterOptions {
  /** What passes by itself; default: a lost connection, or what was caused by one. */
  readonly isOutage?: (error: unknown) => boolean;
  readonly nowMs?: () => number;
}

/**
 * Logs the errors that a part gets over by itself. Outages are one line without a stack, now and then, with how many
 * went unlogged since the last; anything else is not expected and logged in full.
 */
export function outageReporter(
  logger: Logger,
  part: string,
  { isOutage = isCausedByOutage, nowMs = () => performance.now() }: OutageReporterOptions = {},
): (error: unknown) => void {
  let nextLineMs = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  return (error) => {
    if (!isOutage(error)) {
      logger.error({ err: error, part }, 'unexpected error, trying again');
      return;
    }
    if (nowMs() < nextLineMs) {
      unlogged++;
      return;
    }
    const reason = isError(error) ? error.message : String(error);
    logger.warn({ part, reason, unlogged }, 'out of reach, trying again');
    nextLineMs = nowMs() + repeatIntervalMs;
    unlogged = 0;
  };
}
