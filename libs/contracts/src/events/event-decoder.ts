import type { EventMetadata } from './event-metadata.js';
import type { Upcaster, Upcasters } from './upcasters.js';
import type { DomainEvent, LedgerEvent } from './ledger-event.js';
import type { JsonData, StoredEvent } from './recorded-json.js';
import { UnknownEventError } from './unknown-event-error.js';

export type EventDecoder = (recorded: StoredEvent) => LedgerEvent;

interface EventSchema {
  readonly version: number;
  /** The step from version n is at n - 1. */
  readonly steps: readonly Upcaster[];
}

/**
 * Builds the decoder of a set of event types. Throws at once where a step is missing, not when an old event comes by.
 * Events of the current version, nearly all of them, cost one look-up and no copy of their data.
 */
export function createEventDecoder(
  versions: Readonly<Record<string, number>>,
  upcasters: Upcasters,
): EventDecoder {
  const schemas = schemasOf(versions, upcasters);
  return (recorded) => {
    const schema = schemas.get(recorded.type);
    const { version } = recorded.metadata;
    if (schema === undefined) throw new UnknownEventError(recorded.type, version, recorded.position);
    if (version === schema.version) return ledgerEvent(recorded, recorded.data, recorded.metadata);
    if (!isOlderVersion(version, schema))
      throw new UnknownEventError(recorded.type, version, recorded.position);
    const data = schema.steps
      .slice(version - 1)
      .reduce((older, upcast) => upcast(older, recorded.metadata), recorded.data);
    return ledgerEvent(recorded, data, { ...recorded.metadata, version: schema.version });
  };
}

function schemasOf(
  versions: Readonly<Record<string, number>>,
  upcasters: Upcasters,
): ReadonlyMap<string, EventSchema> {
  const schemas = new Map<string, EventSchema>();
  for (const [type, version] of Object.entries(versions)) {
    const steps = Array.from({ length: version - 1 }, (_, index) => {
      const step = upcasters[type]?.[index + 1];
      if (step === undefined) throw new Error(`No upcaster for ${type} from version ${index + 1}.`);
      return step;
    });
    schemas.set(type, { version, steps });
  }
  return schemas;
}

function isOlderVersion(version: unknown, schema: EventSchema): version is number {
  return Number.isInteger(version) && Number(version) >= 1 && Number(version) < schema.version;
}

/** The one place where stored JSON becomes typed: what was written went through `toNewEvent`. */
function ledgerEvent(recorded: StoredEvent, data: JsonData, metadata: JsonData): LedgerEvent {
  return {
    id: recorded.id,
    stream: recorded.stream,
    revision: recorded.revision,
    position: recorded.position,
    event: { type: recorded.type, data } as unknown as DomainEvent,
    metadata: metadata as unknown as EventMetadata,
  };
}
