import { isError } from '../is-error.js';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // a Unix socket that is not there
]);

/** SQLSTATE class 08 (connection), 57P (operator intervention), 53300 (too many connections), 25006 (standby), 25P03 (idle). */
const unavailableSqlState = /^(08|57P|53300|25006|25P03)/;

/** node-postgres reports a lost or timed-out connection by message alone. */
const unavailableMessage =
  /Connection terminated|connection timeout|^timeout expired$|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended unexpectedly|^Query read timeout$|Cannot use a pool after calling end/i;

/** Whether the database was out of reach, as opposed to having said no. */
export function isConnectionError(error: unknown): boolean {
  if (!isError(error)) return false;
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  // One error per address of a host, as an AggregateError.
  if (Array.isArray(errors) && errors.some(isConnectionError)) return true;
  if (typeof code === 'string' && (networkCodes.has(code) || unavailableSqlState.test(code))) return true;
  return unavailableMessage.test(error.message);
}

/** `isConnectionError` of the error or of anything that caused it: adapters wrap what their drivers reject with. */
export function isCausedByOutage(error: unknown): boolean {
  for (let cause = error; isError(cause); cause = cause.cause) {
    if (isConnectionError(cause)) return true;
  }
  return false;
}
