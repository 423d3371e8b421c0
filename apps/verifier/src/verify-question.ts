import { isIP } from 'node:net';
import {
  type VerifyQuestion,
  batchQuestionsMax,
  verifyBatchEnvelope,
  verifyBody,
} from '@keyledger/contracts';
import { holdsKey, isOperationName, parseAddress } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import { invalid, parsed } from './parsed-body.js';

/** Postgres' bigint. */
const positionMax = 9_223_372_036_854_775_807n;

/**
 * The body as a question. Strict: unknown fields are refused and nothing is coerced.
 *
 * @throws ProblemError with INVALID_REQUEST that says where, never what was sent
 */
export function parseQuestion(body: unknown): VerifyQuestion {
  const question = parsed(verifyBody, body);
  const { operation, clientAddress, minPosition } = question;
  if (operation !== undefined && !isOperationName(operation)) {
    throw invalid([{ path: 'operation', message: 'not the full name of an operation, namespace:Operation' }]);
  }
  if (operation !== undefined && holdsKey(operation)) {
    throw invalid([{ path: 'operation', message: 'holds a key; operations are recorded' }]);
  }
  if (clientAddress !== undefined && !isAddress(clientAddress)) {
    throw invalid([{ path: 'clientAddress', message: 'not an IPv4 or IPv6 address' }]);
  }
  assertPosition(minPosition);
  return question;
}

/** Null: `parseQuestion` would say what is wrong with it. */
export function questionIn(body: unknown): VerifyQuestion | null {
  try {
    return parseQuestion(body);
  } catch {
    return null;
  }
}

/** Questions that were asked together, none of them looked at yet. */
export interface Batch {
  readonly questions: readonly unknown[];
  readonly minPosition?: string | undefined;
}

/** @throws ProblemError with INVALID_REQUEST, or BATCH_TOO_LARGE */
export function parseBatch(body: unknown): Batch {
  const batch = parsed(verifyBatchEnvelope, body);
  const { questions, minPosition } = batch;
  if (questions.length > batchQuestionsMax) {
    throw new ProblemError(problem('BATCH_TOO_LARGE', `There are ${questions.length}.`));
  }
  assertPosition(minPosition);
  return batch;
}

function assertPosition(minPosition: string | undefined): void {
  if (minPosition === undefined || BigInt(minPosition) <= positionMax) return;
  throw invalid([{ path: 'minPosition', message: 'not a position as an earlier answer gave it' }]);
}

/** Node's own parser settles almost every address, in native code. */
function isAddress(text: string): boolean {
  return isIP(text) === 4 || parseAddress(text) !== null;
}
