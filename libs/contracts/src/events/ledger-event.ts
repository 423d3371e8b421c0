import type { AccountEvent, KeyEvent } from '@keyledger/domain';
import type { EventMetadata } from './event-metadata.js';

/** Any fact of the ledger, as the domain knows it. */
export type DomainEvent = KeyEvent | AccountEvent;

/** A recorded fact with its place in the log, typed and brought up to the current schema version. */
export interface LedgerEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly event: DomainEvent;
  readonly metadata: EventMetadata;
}
