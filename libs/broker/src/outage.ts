import { isConnectionError, isError } from '@keyledger/platform';
import { BrokerUnavailable } from './broker.js';

/**
 * Whether an error, or what caused it, says that something is out of reach or out of order, and not that a message is
 * at fault: then nothing may be given up. When in doubt about a database's answer, it is an outage: a full disk, a
 * deadlock, a missing table or permission would fail for every message.
 */
export function isOutage(error: unknown): boolean {
  for (let cause = error; isError(cause); cause = cause.cause) {
    if (cause instanceof BrokerUnavailable || isConnectionError(cause) || isDatabaseOutOfOrder(cause))
      return true;
  }
  return false;
}

/** SQLSTATE classes of what a statement's values may be to blame for: data exception, integrity violation, raised. */
const valuesAtFault = /^(22|23|P0)/;
const sqlState = /^[0-9A-Z]{5}$/;

function isDatabaseOutOfOrder(error: Error): boolean {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (typeof code !== 'string' || typeof severity !== 'string') return false;
  return sqlState.test(code) && !valuesAtFault.test(code);
}
