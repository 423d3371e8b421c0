import {
  type ServerDuplexStream,
  type ServerReadableStream,
  Metadata,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import { streamNameOf } from './messages.js';
import type { Expectation } from './append-rules.js';
import { streamDeleted } from './failures.js';
import type { ProposedEvent } from './stored-event.js';
import { type Appended, type StoredLog, appendBytesMax } from './stored-log.js';

const { AppendResp, BatchAppendResp } = streamMessages;

export type BatchCall = ServerDuplexStream<Streams.BatchAppendReq, Streams.BatchAppendResp>;
export type AppendCall = ServerReadableStream<Streams.AppendReq, Streams.AppendResp>;

/** One append on its way in: its requests carry the same correlation id until one is final. */
interface Batch {
  readonly options: Streams.BatchAppendReq.Options;
  readonly events: ProposedEvent[];
}

export interface AppendWatcher {
  /** Answers whether the append is to take effect. */
  received(): boolean;
  /** Answers whether the client is to be told. */
  written(): boolean;
  badRequest(): void;
  /** A bad request is answered twice, the second time after this long: the client does not survive it. */
  readonly badRequestAgainMs: number;
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
    if (isMalformed(batch)) answerAgain(call, response, watcher.badRequestAgainMs);
  });
  call.on('end', () => call.end());
}

function answerAgain(call: BatchCall, response: Streams.BatchAppendResp, afterMs: number): void {
  const timer = setTimeout(() => call.write(response), afterMs);
  for (const event of ['cancelled', 'end', 'error']) call.once(event, () => clearTimeout(timer));
}

function isMalformed({ events }: Batch): boolean {
  return events.some((event) => event.type === '' || !uuid.test(event.id));
}

function batchResponse(batch: Batch, log: StoredLog, watcher: AppendWatcher): Streams.BatchAppendResp {
  const { options, events } = batch;
  const response = new BatchAppendResp();
  const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
  if (isMalformed(batch)) {
    watcher.badRequest();
    response.setError(errorStatus('BadRequest', new sharedMessages.BadRequest().serializeBinary()));
  } else if (deadline <= Date.now()) {
    response.setError(errorStatus('Timeout', new sharedMessages.Timeout().serializeBinary()));
  } else {
    const expected = expectationOf(options);
    const appended = log.append(streamNameOf(options.getStreamIdentifier()), events, expected);
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
  const metadata = new Metadata();
  metadata.set('exception', 'maximum-append-size-exceeded');
  metadata.set('maximum-append-size', String(appendBytesMax));
  const details = `Maximum Append Size of ${appendBytesMax} Exceeded.`;
  return { code: status.INVALID_ARGUMENT, details, metadata };
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

export function expectationOf(
  options:
    | Streams.BatchAppendReq.Options
    | Streams.AppendReq.Options
    | Streams.DeleteReq.Options
    | Streams.TombstoneReq.Options,
): Expectation {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt('getRevision' in options ? options.getRevision() : options.getStreamPosition());
}

function proposedEvent(
  message: Streams.BatchAppendReq.ProposedMessage | Streams.AppendReq.ProposedMessage,
): ProposedEvent {
  return {
    id: message.getId()?.getString() ?? '',
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}
