import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import { expectationOf } from './append-request.js';
import type { Expectation } from './append-rules.js';
import { type CallFailure, streamDeleted, wrongExpectedVersion } from './failures.js';
import { streamNameOf } from './messages.js';
import type { Deleted, StoredLog } from './stored-log.js';

export type DeleteCall = ServerUnaryCall<Streams.DeleteReq, Streams.DeleteResp>;
export type TombstoneCall = ServerUnaryCall<Streams.TombstoneReq, Streams.TombstoneResp>;

export function deleteStream(
  call: DeleteCall,
  respond: sendUnaryData<Streams.DeleteResp>,
  log: StoredLog,
): void {
  const { stream, expected } = asked(call.request.getOptions());
  const deleted = log.delete(stream, expected);
  if (deleted.outcome !== 'success') {
    respond(failureOf(deleted, stream, expected));
    return;
  }
  const response = new streamMessages.DeleteResp();
  response.setPosition(placed(new streamMessages.DeleteResp.Position(), deleted.position));
  respond(null, response);
}

export function tombstoneStream(
  call: TombstoneCall,
  respond: sendUnaryData<Streams.TombstoneResp>,
  log: StoredLog,
): void {
  const { stream, expected } = asked(call.request.getOptions());
  const deleted = log.tombstone(stream, expected);
  if (deleted.outcome !== 'success') {
    respond(failureOf(deleted, stream, expected));
    return;
  }
  const response = new streamMessages.TombstoneResp();
  response.setPosition(placed(new streamMessages.TombstoneResp.Position(), deleted.position));
  respond(null, response);
}

function asked(options: Streams.DeleteReq.Options | Streams.TombstoneReq.Options | undefined) {
  const expected: Expectation = options ? expectationOf(options) : 'any';
  return { stream: streamNameOf(options?.getStreamIdentifier()), expected };
}

function failureOf(
  deleted: Exclude<Deleted, { outcome: 'success' }>,
  stream: string,
  expected: Expectation,
): CallFailure {
  if (deleted.outcome === 'deleted') return streamDeleted(stream);
  return wrongExpectedVersion(stream, expected, deleted.current);
}

function placed<Place extends Streams.DeleteResp.Position | Streams.TombstoneResp.Position>(
  place: Place,
  position: bigint,
): Place {
  place.setCommitPosition(String(position));
  place.setPreparePosition(String(position));
  return place;
}
