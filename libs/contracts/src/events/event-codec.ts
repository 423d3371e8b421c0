import { createEventDecoder } from './event-decoder.js';
import type { EventMetadata } from './event-metadata.js';
import { currentVersions, upcasters } from './upcasters.js';
import type { DomainEvent, LedgerEvent } from './ledger-event.js';
import type { EncodedEvent, JsonData, StoredEvent } from './recorded-json.js';

/**
 * A fact as the event log takes it. `id` is a UUID in lower case, minted once per decision so that a repeated append
 * stays harmless. The version is that of this build, whatever `metadata` says.
 */
export function toNewEvent(
  event: DomainEvent,
  metadata: Omit<EventMetadata, 'version'>,
  id: string,
): EncodedEvent {
  return {
    id,
    type: event.type,
    data: event.data as unknown as JsonData,
    metadata: { ...metadata, version: currentVersions[event.type] },
  };
}

const decode = createEventDecoder(currentVersions, upcasters);

/** The fact in today's schema. Throws `UnknownEventError` for what this build cannot read: the reader must stop. */
export function toLedgerEvent(recorded: StoredEvent): LedgerEvent {
  return decode(recorded);
}
