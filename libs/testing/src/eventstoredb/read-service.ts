import { type ServerWritableStream, status } from '@grpc/grpc-js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import { type CallFailure, failure, streamDeleted } from './failures.js';
import { resolved } from './links.js';
import { eventMessage, streamNameOf, streamNotFoundMessage } from './messages.js';
import { positionOf } from './position.js';
import type { StoredEvent } from './stored-event.js';
import type { StoredLog } from './stored-log.js';

export type ReadCall = ServerWritableStream<Streams.ReadReq, Streams.ReadResp>;

const { BACKWARDS } = streamMessages.ReadReq.Options.ReadDirection;

/** One read of a stream or of $all, which it does not filter whatever is asked. */
export async function read(call: ReadCall, options: Streams.ReadReq.Options, log: StoredLog): Promise<void> {
  const count = Number(options.getCount());
  const all = options.getAll();
  const events = all ? readAll(all, options, log) : readStream(options, log);
  if (count <= 0) {
    call.emit('error', unexpected(all ? 'All' : 'Stream'));
    return;
  }
  const stream = streamNameOf(options.getStream()?.getStreamIdentifier());
  if (events === 'not found') {
    call.write(streamNotFoundMessage(stream));
    call.end();
    return;
  }
  if (events === 'deleted') {
    call.emit('error', streamDeleted(stream));
    return;
  }
  if ('code' in events) {
    call.emit('error', events);
    return;
  }
  const resolveLinks = options.getResolveLinks();
  for (const event of events.slice(0, count))
    await send(call, eventMessage(resolved(event, log, resolveLinks)));
  call.end();
}

function unexpected(what: 'All' | 'Stream'): CallFailure {
  return failure(status.UNKNOWN, `Unexpected Read${what}Result: Error`);
}

/** Resolves when there is room for more: a slow reader holds up its own read. */
export async function send(call: ReadCall, message: Streams.ReadResp): Promise<void> {
  if (call.cancelled || call.write(message)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      for (const event of ['drain', 'cancelled', 'close']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'cancelled', 'close']) call.once(event, done);
  });
}

/** Forwards from a position is inclusive, backwards exclusive. */
function readAll(
  all: Streams.ReadReq.Options.AllOptions,
  options: Streams.ReadReq.Options,
  log: StoredLog,
): readonly StoredEvent[] | CallFailure {
  const from = positionOf(all, log);
  if ('code' in from) return from;
  if (options.getReadDirection() === BACKWARDS) {
    const end = all.hasEnd() ? log.all.length : log.indexFrom(from.commit);
    return log.all.slice(0, end).reverse();
  }
  return all.hasEnd() ? [] : log.all.slice(log.indexFrom(from.commit));
}

function readStream(
  options: Streams.ReadReq.Options,
  log: StoredLog,
): readonly StoredEvent[] | CallFailure | 'not found' | 'deleted' {
  const from = options.getStream();
  const events = log.stream(streamNameOf(from?.getStreamIdentifier()));
  if (typeof events === 'string') return events;
  const revision = from?.hasRevision() ? BigInt(from.getRevision()) : 0n;
  if (options.getReadDirection() === BACKWARDS) {
    return events.filter((event) => from?.hasEnd() === true || event.revision <= revision).reverse();
  }
  return from?.hasEnd() ? unexpected('Stream') : events.filter((event) => event.revision >= revision);
}
