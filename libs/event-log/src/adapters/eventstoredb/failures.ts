import {
  CancelledError,
  DeadlineExceededError,
  NotLeaderError,
  TimeoutError,
  UnavailableError,
  UnknownError,
} from '@eventstore/db-client';
import { isError } from '@keyledger/platform';
import { EventLogUnavailable } from '../../event-log.js';

/** The server said nothing in our time, or ended a subscription without a word. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The client's own codes are those of gRPC. */
const grpcCode = { cancelled: 1, unknown: 2, internal: 13, unavailable: 14 } as const;

const outageClasses = [UnavailableError, DeadlineExceededError, CancelledError, NotLeaderError];
const outageTypes: readonly unknown[] = ['unavailable', 'deadline-exceeded', 'cancelled', 'not-leader'];

/**
 * A stopping server ends calls with code 13, a killed one with 14; the client's own disposal is code 1. Codes count as
 * well as types: where nobody is there, an append gets a plain error that has a code and nothing else.
 */
const outageCodes: readonly unknown[] = [grpcCode.cancelled, grpcCode.internal, grpcCode.unavailable];

/** What only ever has a message: gossip, and the disposal of the client on the path of batched appends. */
const outageMessage = /^Failed to discover after \d+ attempts|^1 CANCELLED\b/;

export function isOutage(error: unknown): boolean {
  if (error instanceof NoAnswer || outageClasses.some((outage) => error instanceof outage)) return true;
  if (!isError(error)) return false;
  const { type, code } = fieldsOf(error);
  return outageTypes.includes(type) || outageCodes.includes(code) || outageMessage.test(error.message);
}

/** "Consumer too slow … Client resubscription required": ordinary operation, not an outage. */
export function isDropped(error: unknown): boolean {
  return error instanceof TimeoutError || (isError(error) && fieldsOf(error).type === 'timeout');
}

/** What reading from where no record begins is answered with. */
export function isUnknownCode(error: unknown): boolean {
  return error instanceof UnknownError && fieldsOf(error).code === grpcCode.unknown;
}

/**
 * Of an append: the outage came before the append was on its way. The client asks for the server's capabilities or for
 * the cluster's members first, and when that fails its errors have no `type`. Errors that do have one say nothing: the
 * client fails all appends under way with the error of any connection, even one that was refused.
 */
export function wasNeverSent(error: unknown): boolean {
  if (!isError(error) || error instanceof NoAnswer) return false;
  return fieldsOf(error).type === undefined;
}

/** What a caller is told of a read. Errors that are no outage stay as they are. */
export function asUnavailable(error: unknown): unknown {
  if (!isOutage(error)) return error;
  return new EventLogUnavailable('EventStoreDB is out of reach.', { cause: error });
}

function fieldsOf(error: Error & { readonly type?: unknown; readonly code?: unknown }) {
  return error;
}
