import { isError } from '@keyledger/platform';
import { BrokerRefusesUs, BrokerUnavailable, MessageTooLarge } from '../../broker.js';

/** The protocol's name of what went wrong (`NOT_LEADER_FOR_PARTITION`, ...), wherever in the chain of causes it is. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (let cause = error; isError(cause); cause = cause.cause) {
    const { type } = cause as { type?: unknown };
    if (typeof type === 'string') return type;
  }
  return undefined;
}

const refusedMechanism = 'UNSUPPORTED_SASL_MECHANISM';
const refusedCredentials = 'KafkaJSSASLAuthenticationError';
/** As Node names what is wrong with a certificate. */
const untrustedCertificate =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_|INVALID_CA$|HOSTNAME_MISMATCH$)/;

function isRefusal(error: unknown): boolean {
  for (let cause = error; isError(cause); cause = cause.cause) {
    const { name, type, code } = cause as { name: string; type?: unknown; code?: unknown };
    if (name === refusedCredentials || type === refusedMechanism) return true;
    if (typeof code === 'string' && untrustedCertificate.test(code)) return true;
  }
  return false;
}

const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/**
 * As the port has it. Everything but a message's size is an outage: a leader that moved, a permission that is missing
 * or a full disk would fail for every message alike.
 */
export function toBrokerError(error: unknown): Error {
  const message = isError(error) ? error.message : 'unknown error';
  if (tooLarge.has(protocolErrorOf(error) ?? '')) return new MessageTooLarge(message, { cause: error });
  if (isRefusal(error)) return new BrokerRefusesUs(`the broker refuses us: ${message}`, { cause: error });
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
