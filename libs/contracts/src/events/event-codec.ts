import type { EventMetadata } from './event-metadata.js';
import type { DomainEvent, LedgerEvent } from './ledger-event.js';
import { currentVersions, upcast, upcasters, type UpcasterRegistry } from './upcasters.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** An event as a log takes it; shaped like the event log's `NewEvent`, which contracts does not import. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** An event as a log gives it back. */
export interface StoredEvent extends EncodedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
}

/** An event that this code cannot read: a reader must stop, since skipping it would make its state wrong. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/** `version` of the metadata is set here: callers do not choose it. */
export function toNewEvent(
  event: DomainEvent,
  metadata: Omit<EventMetadata, 'version'>,
  id: string,
): EncodedEvent {
  // Domain events and metadata are plain readonly data, which their interfaces cannot say to the compiler.
  const data = event.data as unknown as JsonObject;
  return { id, type: event.type, data, metadata: { ...metadata, version: currentVersions[event.type] } };
}

/** Typed and brought up to the current version. Throws `UnknownEventError`. */
export function toLedgerEvent(stored: StoredEvent, registry: UpcasterRegistry = upcasters): LedgerEvent {
  const metadata = stored.metadata as unknown as EventMetadata;
  return {
    id: stored.id,
    stream: stored.stream,
    revision: stored.revision,
    position: stored.position,
    event: { type: stored.type, data: currentData(stored, metadata.version, registry) } as DomainEvent,
    metadata,
  };
}

function currentData(stored: StoredEvent, version: unknown, registry: UpcasterRegistry): unknown {
  const { type, data, position } = stored;
  const current = (currentVersions as Readonly<Record<string, number>>)[type];
  if (current === version) return data;
  const upToDate =
    current !== undefined && typeof version === 'number'
      ? upcast(registry, { type, data, from: version, to: current })
      : null;
  if (upToDate === null) {
    throw new UnknownEventError(
      `Cannot read event ${type} version ${String(version)} at position ${position}: it is newer than this program`,
    );
  }
  return upToDate;
}
