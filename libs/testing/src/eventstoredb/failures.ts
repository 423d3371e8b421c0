import { Metadata, status } from '@grpc/grpc-js';
import type { Expectation } from './append-rules.js';

/** What the client tells apart by the metadata of a failed call. */
export interface CallFailure {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

export function streamDeleted(stream: string): CallFailure {
  const metadata = new Metadata();
  metadata.set('exception', 'stream-deleted');
  metadata.set('stream-name', stream);
  return { code: status.FAILED_PRECONDITION, details: `Event stream '${stream}' is deleted.`, metadata };
}

/** As deleting says it: numbers for what is no revision. */
export function wrongExpectedVersion(
  stream: string,
  expected: Expectation,
  current: bigint | 'no_stream',
): CallFailure {
  const metadata = new Metadata();
  metadata.set('exception', 'wrong-expected-version');
  metadata.set('stream-name', stream);
  metadata.set('expected-version', String(numberOf(expected)));
  if (current !== 'no_stream') metadata.set('actual-version', String(current));
  const details = `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${numberOf(expected)}`;
  return { code: status.FAILED_PRECONDITION, details, metadata };
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
