export type { EventMetadata } from './events/event-metadata.js';
export type { DomainEvent, LedgerEvent } from './events/ledger-event.js';
export type { RequestEvent } from './topics/request-event.js';
export { requestsTopic, topics } from './topics/topics.js';
export type {
  VerificationAccountRow,
  VerificationKeyRow,
  VerificationRow,
  VerificationSnapshot,
} from './verification/verification-row.js';
