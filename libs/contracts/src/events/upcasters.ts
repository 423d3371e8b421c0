import type { DomainEvent } from './ledger-event.js';

type EventData = Readonly<Record<string, unknown>>;

/** Brings the data of one version of an event to the next version. Pure, total. */
export type Upcaster = (data: EventData) => EventData;

/** The version written today for each event. Raising one asks for an upcaster from the version before. */
export const currentVersions = {
  KeyCreated: 1,
  KeyDescribed: 1,
  ScopesChanged: 1,
  IpAllowlistUpdated: 1,
  ExpiryChanged: 1,
  KeyDisabled: 1,
  KeyEnabled: 1,
  KeyRevoked: 1,
  AccountOpened: 1,
  ApiAccessDisabled: 1,
  ApiAccessEnabled: 1,
} as const satisfies Record<DomainEvent['type'], number>;

/** What was written before: event type, then the version that the upcaster starts from. */
export type UpcasterRegistry = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;

export const upcasters: UpcasterRegistry = {};

/**
 * Applies upcasters one version at a time until `data` has the version `to`; `null` where one is missing or the
 * data is newer than this code.
 */
export function upcast(
  registry: UpcasterRegistry,
  { type, data, from, to }: { type: string; data: EventData; from: number; to: number },
): EventData | null {
  let upToDate = data;
  for (let version = from; version < to; version++) {
    const upcaster = registry[type]?.[version];
    if (upcaster === undefined) return null;
    upToDate = upcaster(upToDate);
  }
  return from <= to ? upToDate : null;
}
