import { status } from '@grpc/grpc-js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import { type CallFailure, failure } from './failures.js';
import type { StoredLog } from './stored-log.js';

export interface PositionPair {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** A failure where no record begins at that position, or where there can be none. */
export function positionOf(
  all: Streams.ReadReq.Options.AllOptions,
  log: StoredLog,
): PositionPair | CallFailure {
  const position = all.getPosition();
  if (!position) return { commit: 0n, prepare: 0n };
  const commit = BigInt(position.getCommitPosition());
  const prepare = BigInt(position.getPreparePosition());
  if (prepare > commit) return failure(status.UNKNOWN, 'Exception was thrown by handler.');
  if (!log.isBoundary(commit)) return failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error');
  return { commit, prepare };
}
