import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expectation } from './append-rules.js';
import type { ProposedEvent } from './stored-event.js';

export interface AppendWatcher {
  /** Answers whether the append is to take effect. */
  received(): boolean;
  /** Answers whether the client is to be told. */
  written(): boolean;
  badRequest(): void;
  /** A bad request is answered twice, the second time after this long: the client does not survive it. */
  readonly badRequestAgainMs: number;
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

export function proposedEvent(
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
