import { type Broker, BrokerRefusesUs, isOutage } from '@keyledger/broker';
import { backoffMs, sleep, StartupError } from '@keyledger/platform';
import type { WaitForEventLogOptions } from './wait-for-event-log.js';

export interface WaitForBrokerOptions extends WaitForEventLogOptions {
  /** The process has work without it: whether anybody answers is asked once, and nobody is waited for. */
  readonly startsWithoutBroker?: boolean;
}

const retryPace = { firstMs: 100, maxMs: 1_000 };

/**
 * Resolves with the broker when its cluster answers, or at once where it is not needed yet; else closes it.
 *
 * @throws StartupError where nobody answers in time, or where the cluster turns us away.
 */
export async function waitForBroker(
  broker: Broker,
  { waitMsMax, logger, signal, startsWithoutBroker = false }: WaitForBrokerOptions,
): Promise<Broker> {
  const deadline = performance.now() + waitMsMax;
  for (let attempt = 0; ; attempt++) {
    try {
      await broker.ensureTopics([]);
      return broker;
    } catch (error) {
      const isAway = isOutage(error) && !(error instanceof BrokerRefusesUs);
      if (isAway && startsWithoutBroker) {
        logger.warn('the broker cannot be reached; this process starts without it');
        return broker;
      }
      const waits = isAway && performance.now() < deadline;
      if (!waits || signal?.aborted === true) {
        await broker.close();
        throw startupError(error);
      }
    }
    if (attempt === 0) logger.warn({ waitMsMax }, 'waiting for the broker');
    await sleep(backoffMs(attempt, Math.random(), retryPace), signal);
  }
}

function startupError(cause: unknown): StartupError {
  const problem =
    cause instanceof BrokerRefusesUs
      ? `${cause.message}: check BROKER_URL`
      : 'the broker cannot be reached: check BROKER_URL, or start its cluster';
  return new StartupError(problem, { cause });
}
