import { type ServerReadableStream, type sendUnaryData, status } from '@grpc/grpc-js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import { type AppendWatcher, expectationOf, proposedEvent } from './append-request.js';
import type { Expectation } from './append-rules.js';
import { failure, streamDeleted } from './failures.js';
import { streamNameOf } from './messages.js';
import type { ProposedEvent } from './stored-event.js';
import { type Appended, type StoredLog, appendBytesMax } from './stored-log.js';

const { AppendResp } = streamMessages;

export type AppendCall = ServerReadableStream<Streams.AppendReq, Streams.AppendResp>;

/** What the client calls with credentials: one call per append. */
export function append(
  call: AppendCall,
  respond: sendUnaryData<Streams.AppendResp>,
  log: StoredLog,
  watcher: AppendWatcher,
): void {
  let options: Streams.AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  call.on('data', (request: Streams.AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message) events.push(proposedEvent(message));
  });
  call.on('end', () => {
    if (!watcher.received()) return;
    const expected = options ? expectationOf(options) : 'any';
    const stream = streamNameOf(options?.getStreamIdentifier());
    const appended = log.append(stream, events, expected);
    if (!watcher.written()) return;
    if (appended.outcome === 'too-big') respond(tooBig());
    else if (appended.outcome === 'deleted') respond(streamDeleted(stream));
    else respond(null, appendResponse(appended, expected));
  });
}

function tooBig() {
  return failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${appendBytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(appendBytesMax),
  });
}

function appendResponse(
  appended: Extract<Appended, { outcome: 'success' | 'wrong-version' }>,
  expected: Expectation,
) {
  const response = new AppendResp();
  if (appended.outcome === 'success') {
    const success = new AppendResp.Success();
    success.setCurrentRevision(String(appended.revision));
    const position = new AppendResp.Position();
    position.setCommitPosition(String(appended.position ?? 0n));
    position.setPreparePosition(String(appended.position ?? 0n));
    success.setPosition(position);
    response.setSuccess(success);
    return response;
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (appended.current === 'no_stream') wrong.setCurrentNoStream(new sharedMessages.Empty());
  else wrong.setCurrentRevision(String(appended.current));
  if (expected === 'any') wrong.setExpectedAny(new sharedMessages.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new sharedMessages.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new sharedMessages.Empty());
  else wrong.setExpectedRevision(String(expected));
  response.setWrongExpectedVersion(wrong);
  return response;
}
