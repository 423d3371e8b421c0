import { isConnectionError, isError } from '@keyledger/platform';
import { BrokerUnavailable } from './broker.js';

/** Whether an error, or what caused it, says that the broker or a database is out of reach. */
export function isOutage(error: unknown): boolean {
  for (let cause = error; isError(cause); cause = cause.cause) {
    if (cause instanceof BrokerUnavailable || isConnectionError(cause)) return true;
  }
  return false;
}
