import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import type { ResolvedEvent } from './links.js';
import type { StoredEvent } from './stored-event.js';

const { ReadResp } = streamMessages;

/** .NET's ticks, of 100 ns, since 1970. */
const ticksPerMs = 10_000n;

export function eventMessage({ event, link }: ResolvedEvent): Streams.ReadResp {
  const read = new ReadResp.ReadEvent();
  if (event) read.setEvent(recorded(new ReadResp.ReadEvent.RecordedEvent(), event));
  if (link) read.setLink(recorded(new ReadResp.ReadEvent.RecordedEvent(), link));
  read.setCommitPosition(String((link ?? event)?.position));
  const message = new ReadResp();
  message.setEvent(read);
  return message;
}

type RecordedMessage = Streams.ReadResp.ReadEvent.RecordedEvent | Persistent.ReadResp.ReadEvent.RecordedEvent;

export function recorded<Message extends RecordedMessage>(message: Message, event: StoredEvent): Message {
  message.setId(uuid(event.id));
  message.setStreamIdentifier(streamIdentifier(event.stream));
  message.setStreamRevision(String(event.revision));
  message.setCommitPosition(String(event.position));
  message.setPreparePosition(String(event.position));
  message.getMetadataMap().set('type', event.type);
  message.getMetadataMap().set('content-type', event.contentType);
  message.getMetadataMap().set('created', String(BigInt(event.createdMs) * ticksPerMs));
  message.setData(event.data);
  message.setCustomMetadata(event.metadata);
  return message;
}

export function checkpointMessage(commit: bigint, prepare: bigint): Streams.ReadResp {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  const message = new ReadResp();
  message.setCheckpoint(checkpoint);
  return message;
}

export function confirmationMessage(subscriptionId: string): Streams.ReadResp {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(subscriptionId);
  const message = new ReadResp();
  message.setConfirmation(confirmation);
  return message;
}

export function caughtUpMessage(): Streams.ReadResp {
  const message = new ReadResp();
  message.setCaughtUp(new ReadResp.CaughtUp());
  return message;
}

export function streamNotFoundMessage(stream: string): Streams.ReadResp {
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(streamIdentifier(stream));
  const message = new ReadResp();
  message.setStreamNotFound(notFound);
  return message;
}

export function streamIdentifier(stream: string): Shared.StreamIdentifier {
  const identifier = new sharedMessages.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
}

export function streamNameOf(identifier: Shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

function uuid(id: string): Shared.UUID {
  const message = new sharedMessages.UUID();
  message.setString(id);
  return message;
}
