import { Metadata, status } from '@grpc/grpc-js';
import type { Expectation } from './append-rules.js';

/** What the client tells apart by the metadata of a failed call. */
export interface CallFailure {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

export function failure(
  code: status,
  details: string,
  facts: Readonly<Record<string, string>> = {},
): CallFailure {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(facts)) metadata.set(name, value);
  return { code, details, metadata };
}

export function streamDeleted(stream: string): CallFailure {
  const facts = { exception: 'stream-deleted', 'stream-name': stream };
  return failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, facts);
}

/** As deleting says it: numbers for what is no revision. */
export function wrongExpectedVersion(
  stream: string,
  expected: Expectation,
  current: bigint | 'no_stream',
): CallFailure {
  const expectedVersion = String(numberOf(expected));
  const details = `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expectedVersion}`;
  return failure(status.FAILED_PRECONDITION, details, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expectedVersion,
    ...(current === 'no_stream' ? {} : { 'actual-version': String(current) }),
  });
}

function numberOf(expected: Expectation): bigint {
  switch (expected) {
    case 'any':
      return -2n;
    case 'no_stream':
      return -1n;
    case 'stream_exists':
      return -4n;
    default:
      return expected;
  }
}
