import type { ServerDuplexStream } from '@grpc/grpc-js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import { type AppendWatcher, expectationOf, proposedEvent } from './append-request.js';
import type { Expectation } from './append-rules.js';
import { streamNameOf } from './messages.js';
import type { ProposedEvent } from './stored-event.js';
import { type Appended, type StoredLog, appendBytesMax } from './stored-log.js';

const { BatchAppendResp } = streamMessages;

export type BatchCall = ServerDuplexStream<Streams.BatchAppendReq, Streams.BatchAppendResp>;

/** One append on its way in: its requests carry the same correlation id until one is final. */
interface Batch {
  readonly options: Streams.BatchAppendReq.Options;
  readonly events: ProposedEvent[];
}

/** What the client calls without credentials: all appends of a client share one stream. */
export function batchAppend(call: BatchCall, log: StoredLog, watcher: AppendWatcher): void {
  const batches = new Map<string, Batch>();
  call.on('data', (request: Streams.BatchAppendReq) => {
    const correlation = request.getCorrelationId()?.getString() ?? '';
    const options = request.getOptions();
    const batch = batches.get(correlation) ?? (options && { options, events: [] });
    if (!batch) return;
    batches.set(correlation, batch);
    batch.events.push(...request.getProposedMessagesList().map(proposedEvent));
    if (!request.getIsFinal()) return;
    batches.delete(correlation);
    if (!watcher.received()) return;
    const response = batchResponse(batch, log, watcher);
    response.setCorrelationId(request.getCorrelationId());
    response.setStreamIdentifier(batch.options.getStreamIdentifier());
    if (watcher.written()) call.write(response);
    if (hasMalformedEvent(batch)) answerAgain(call, response, watcher.badRequestAgainMs);
  });
  call.on('end', () => call.end());
}

function answerAgain(call: BatchCall, response: Streams.BatchAppendResp, afterMs: number): void {
  const timer = setTimeout(() => call.write(response), afterMs);
  for (const event of ['cancelled', 'end', 'error']) call.once(event, () => clearTimeout(timer));
}

function hasMalformedEvent({ events }: Batch): boolean {
  return events.some((event) => event.type === '' || !uuid.test(event.id));
}

function batchResponse(batch: Batch, log: StoredLog, watcher: AppendWatcher): Streams.BatchAppendResp {
  const { options, events } = batch;
  const response = new BatchAppendResp();
  const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
  const stream = streamNameOf(options.getStreamIdentifier());
  if (stream === '' || hasMalformedEvent(batch)) {
    watcher.badRequest();
    response.setError(errorStatus('BadRequest', new sharedMessages.BadRequest().serializeBinary()));
  } else if (deadline <= Date.now()) {
    response.setError(errorStatus('Timeout', new sharedMessages.Timeout().serializeBinary()));
  } else {
    const expected = expectationOf(options);
    const appended = log.append(stream, events, expected);
    if (appended.outcome === 'success') response.setSuccess(batchSuccess(appended));
    else response.setError(batchError(appended, expected, options.getStreamIdentifier()));
  }
  return response;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function batchSuccess({ revision, position }: Extract<Appended, { outcome: 'success' }>) {
  const success = new BatchAppendResp.Success();
  success.setCurrentRevision(String(revision));
  if (position === undefined) {
    success.setNoPosition(new emptyMessages.Empty());
  } else {
    const place = new sharedMessages.AllStreamPosition();
    place.setCommitPosition(String(position));
    place.setPreparePosition(String(position));
    success.setPosition(place);
  }
  return success;
}

function batchError(
  appended: Exclude<Appended, { outcome: 'success' }>,
  expected: Expectation,
  stream: Shared.StreamIdentifier | undefined,
) {
  if (appended.outcome === 'deleted') {
    const deleted = new sharedMessages.StreamDeleted();
    deleted.setStreamIdentifier(stream);
    return errorStatus('StreamDeleted', deleted.serializeBinary());
  }
  if (appended.outcome === 'too-big') {
    const exceeded = new sharedMessages.MaximumAppendSizeExceeded();
    exceeded.setMaxappendsize(appendBytesMax);
    return errorStatus('MaximumAppendSizeExceeded', exceeded.serializeBinary());
  }
  const wrong = new sharedMessages.WrongExpectedVersion();
  if (appended.current === 'no_stream') wrong.setCurrentNoStream(new emptyMessages.Empty());
  else wrong.setCurrentStreamRevision(String(appended.current));
  if (expected === 'any') wrong.setExpectedAny(new emptyMessages.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new emptyMessages.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new emptyMessages.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return errorStatus('WrongExpectedVersion', wrong.serializeBinary());
}

function errorStatus(name: string, details: Uint8Array) {
  const any = new anyMessages.Any();
  any.pack(details, `event_store.client.${name}`);
  const error = new statusMessages.Status();
  error.setMessage(name);
  error.setDetails(any);
  return error;
}
