import { type EventLog, EventLogUnavailable, originPosition } from '@keyledger/event-log';
import { StartupError, backoffMs, sleep } from '@keyledger/platform';
import type { Logger } from 'pino';

export interface WaitForEventLogOptions {
  /** How long a server that is not there (yet) is waited for. */
  readonly waitMsMax: number;
  readonly logger: Logger;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

const retryPace = { firstMs: 100, maxMs: 1_000 };

/**
 * Resolves with the log when its server answers, or closes it.
 *
 * @throws StartupError where nobody answers in time, or where the server turns us away.
 */
export async function waitForEventLog(
  log: EventLog,
  { waitMsMax, logger, signal }: WaitForEventLogOptions,
): Promise<EventLog> {
  const deadline = performance.now() + waitMsMax;
  for (let attempt = 0; ; attempt++) {
    try {
      await log.hasEventsAfter(originPosition);
      return log;
    } catch (error) {
      const waits = error instanceof EventLogUnavailable && performance.now() < deadline;
      if (!waits || signal?.aborted === true) {
        await log.close();
        throw startupError(error);
      }
    }
    if (attempt === 0) logger.warn({ waitMsMax }, 'waiting for the event log');
    await sleep(backoffMs(attempt, Math.random(), retryPace), signal);
  }
}

function startupError(cause: unknown): StartupError {
  const problem = cause instanceof EventLogUnavailable ? 'cannot be reached' : 'refuses us';
  return new StartupError(`the event log ${problem}: check EVENT_LOG_URL, or start its server`, { cause });
}
