import type { AllStreamRecordedEvent, RecordedEvent as ClientEvent } from '@eventstore/db-client';
import type { JsonObject, RecordedEvent } from '../../event-log.js';

/** Throws at what no append of ours can have written. */
export function recordedEvent(event: AllStreamRecordedEvent | ClientEvent): RecordedEvent {
  const { id, streamId, revision, type, data, metadata, position } = event;
  if (position === undefined) throw new Error(`EventStoreDB gave event ${id} without a position.`);
  return {
    id,
    stream: streamId,
    revision: Number(revision),
    position: position.commit,
    type,
    data: jsonObject(data, event),
    metadata: jsonObject(metadata ?? {}, event),
  };
}

function jsonObject(
  value: unknown,
  { streamId, revision }: ClientEvent | AllStreamRecordedEvent,
): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  if (isObject && !Array.isArray(value)) return value as JsonObject;
  throw new Error(`Event ${revision} of stream ${streamId} holds something else than JSON objects.`);
}
