import { isError } from '@keyledger/platform';
import { BrokerUnavailable, MessageTooLarge } from '../../broker.js';

/** The protocol's name of what went wrong (`NOT_LEADER_FOR_PARTITION`, ...), wherever in the chain of causes it is. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (let cause = error; isError(cause); cause = cause.cause) {
    const { type } = cause as { type?: unknown };
    if (typeof type === 'string') return type;
  }
  return undefined;
}

const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/**
 * As the port has it. Everything but a message's size is an outage: a leader that moved, a permission that is missing
 * or a full disk would fail for every message alike.
 */
export function toBrokerError(error: unknown): Error {
  const message = isError(error) ? error.message : 'unknown error';
  if (tooLarge.has(protocolErrorOf(error) ?? '')) return new MessageTooLarge(message, { cause: error });
  return new BrokerUnavailable(`the broker is out of reach: ${message}`, { cause: error });
}

/** Rejects as the port has it. */
export async function asBrokerErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toBrokerError(error);
  }
}
