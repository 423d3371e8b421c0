export type { EventMetadata } from './events/event-metadata.js';
export type { DomainEvent, LedgerEvent } from './events/ledger-event.js';
export type { EncodedEvent, StoredEvent } from './events/recorded-json.js';
export { UnknownEventError } from './events/unknown-event-error.js';
export { toLedgerEvent, toNewEvent } from './events/event-codec.js';
export { currentVersions } from './events/upcasters.js';
export {
  accountStream,
  isKeyStream,
  keyStream,
  ledgerStreamPrefixes,
  streamOf,
  streamSubject,
} from './events/streams.js';
export type { RequestMessage } from './topics/numbered-message.js';
export type { RequestEvent } from './topics/request-event.js';
export {
  fromRequestMessage,
  operationCharactersMax,
  requestEventType,
  requestMessageOf,
  toRequestMessage,
} from './topics/request-message.js';
export {
  type UnknownKeysEvent,
  fromUnknownKeysMessage,
  isUnknownKeysMessage,
  otherNetworks,
  toUnknownKeysMessage,
  unknownKeysMessageOf,
  unknownKeysEventType,
  unknownNetwork,
} from './topics/unknown-keys-message.js';
export { type TopicMessage, type UnreadableMessage, isUnreadable } from './topics/cloud-event.js';
export {
  type PublishedKeyEvent,
  fromKeyEventMessage,
  keyEventType,
  toKeyEventMessage,
} from './topics/key-event-message.js';
export {
  type AccountState,
  type ForgottenKey,
  type KeyState,
  fromKeyStateMessage,
  toKeyStateMessage,
  toTombstone,
} from './topics/key-state-message.js';
export { toAlertMessage } from './topics/alert-message.js';
export { alertsTopic, keyEventsTopic, keyStateTopic, requestsTopic, topics } from './topics/topics.js';
export type {
  VerificationAccountRow,
  VerificationKeyRow,
  VerificationRow,
  VerificationSnapshot,
} from './verification/verification-row.js';
export type {
  EventLine,
  FeedAccounts,
  FreshnessAnswer,
  SnapshotLine,
} from './verification/verification-feed.js';
export * from './http/index.js';
export type { ReportEntry } from './openapi/reading-report.js';
export { type OpenApiReading, catalogueOfOpenApi } from './openapi/catalogue-of-openapi.js';
