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
export type { RequestEvent } from './topics/request-event.js';
export {
  type RequestMessage,
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
export {
  type HttpOperation,
  type OperationBody,
  type OperationTarget,
  codesOfBodies,
  codesOfCallerOperations,
  codesOfEveryOperation,
  codesOfSessions,
} from './http/operation.js';
export {
  adminOperations,
  gatewayOperations,
  httpOperations,
  sessionOperations,
  verifierOperations,
} from './http/operations.js';
export { endAllSessions, endSession, readSession, startSession } from './http/session-operations.js';
export type {
  SessionAnswer,
  SessionStateAnswer,
  SessionsEndedAnswer,
  StartSessionBody,
} from './http/session.js';
export {
  chooseProfile,
  describeAccount,
  disableApiAccess,
  enableApiAccess,
  getAccount,
  listAccounts,
  openAccount,
} from './http/account-operations.js';
export {
  acknowledgeAlert,
  changeAlertPolicy,
  getAlert,
  listAlertMutes,
  listAlerts,
  muteAlerts,
  readAlertPolicy,
  resolveAlert,
  unmuteAlerts,
} from './http/alert-operations.js';
export type {
  AlertAnswer,
  AlertMuteAnswer,
  AlertMuteListAnswer,
  AlertPageAnswer,
  AlertPolicyAnswer,
  AlertPolicyBody,
  ListAlertsQuery,
  MuteBody,
  MutedAnswer,
} from './http/alerts.js';
export {
  addWebhook,
  changeWebhook,
  getWebhook,
  getWebhookDelivery,
  listWebhookDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
} from './http/webhook-operations.js';
export type {
  AddWebhookBody,
  ChangeWebhookBody,
  DeliveryAnswer,
  DeliveryPageAnswer,
  ListDeliveriesQuery,
  RotateSecretBody,
  SecretRotatedAnswer,
  WebhookAddedAnswer,
  WebhookAnswer,
  WebhookListAnswer,
} from './http/webhooks.js';
export { readAudit, readHistory } from './http/audit-operations.js';
export {
  defineCatalogue,
  listAllowedOperations,
  listAllowedScopes,
  openApiMediaTypes,
  readCatalogue,
  takeCatalogue,
} from './http/catalogue-operations.js';
export type {
  AllowedOperationsAnswer,
  AllowedScopesAnswer,
  CatalogueAnswer,
  CatalogueQuery,
  CatalogueBody,
  CatalogueChangesAnswer,
  CatalogueDefinedAnswer,
  CatalogueTakenAnswer,
  DryRunQuery,
  KeysEffectAnswer,
} from './http/catalogue.js';
export {
  changeExpiry,
  changeLimits,
  changeScopes,
  createKey,
  describeKey,
  getKey,
  listKeys,
  listTags,
  updateIpAllowlist,
} from './http/key-operations.js';
export {
  type DeleteKeyQuery,
  deleteKey,
  disableKey,
  enableKey,
  revokeKey,
} from './http/key-status-operations.js';
export { changeOverlap, rotateKey } from './http/rotation-operations.js';
export type { KeyRotatedAnswer, OverlapBody, RotateKeyBody } from './http/rotation.js';
export { importKey } from './http/import-operations.js';
export type { ImportKeyBody, KeyImportedAnswer } from './http/import-key.js';
export {
  createGatewayKey,
  deleteGatewayKey,
  findGatewayKey,
  listGatewayKeys,
} from './http/messaging-operations.js';
export {
  type CreateGatewayKeyBody,
  type GatewayErrorAnswer,
  type GatewayKeyAnswer,
  type GatewayKeyCreatedAnswer,
  type GatewayKeyFoundAnswer,
  type GatewayKeyListAnswer,
  type ListGatewayKeysQuery,
  gatewayError,
} from './http/messaging-keys.js';
export { introspectKey, verifyKey, verifyKeys } from './http/verify-operation.js';
export type {
  AccountAnswer,
  AccountOpenedAnswer,
  AccountPageAnswer,
  ChangedAnswer,
  CommentBody,
  DescribeAccountBody,
  FreshnessQuery,
  ListAccountsQuery,
  OpenAccountBody,
  ProfileBody,
  ReasonBody,
} from './http/accounts.js';
export {
  type CreateKeyBody,
  type DescribeKeyBody,
  type ExpiryBody,
  type IpAllowlistBody,
  type KeyAnswer,
  type KeyCreatedAnswer,
  type KeyPageAnswer,
  type ListKeysQuery,
  type ScopesBody,
  type TagCountsAnswer,
  keyStatuses,
} from './http/keys.js';
export {
  type AuditEntryAnswer,
  type AuditPageAnswer,
  type AuditQuery,
  type HistoryQuery,
  eventTypes,
} from './http/audit.js';
export {
  followActivity,
  readAccountUsage,
  readActivity,
  readFailedRequests,
  readUsage,
} from './http/usage-operations.js';
export type {
  AccountUsageAnswer,
  AccountUsageQuery,
  ActivityAnswer,
  FailedRequestsAnswer,
  KeyUsageAnswer,
  LiveRequest,
  UsageQuery,
} from './http/usage.js';
export { type LimitStateAnswer, type LimitsBody } from './http/limits.js';
export {
  type Finding,
  type ReviewAnswer,
  type ReviewQuery,
  type ReviewSummaryAnswer,
  type ReviewSummaryQuery,
  findings,
  reviewDaysDefault,
} from './http/review.js';
export {
  type AppliedProposal,
  type ApplyReviewBody,
  type ProposalPart,
  type ReviewAppliedAnswer,
  type WantedProposal,
  proposalParts,
  proposalsMax,
} from './http/review-applying.js';
export { applyReview, reviewKeys, summariseReview } from './http/review-operations.js';
export {
  type BatchedVerdictAnswer,
  type VerdictAnswer,
  type VerifyBatchAnswer,
  type VerifyQuestion,
  batchQuestionsMax,
  verdict,
  verifyBatchEnvelope,
  verifyBody,
} from './http/verify.js';
export { type IntrospectionAnswer, oauthError, oauthErrorOf } from './http/introspection.js';
export {
  type ConfirmableChangeAnswer,
  type ConfirmationAnswer,
  type RevocationAnswer,
  type VerifierListAnswer,
  positionParameter,
} from './http/fleet.js';
export { listVerifiers, readRevocation } from './http/fleet-operations.js';
export { recordLocalRequests } from './http/local-verifier-operations.js';
export * from './http/local-requests.js';
export * from './http/local-verifiers.js';
export { type ProblemDetails, problemDetails } from './http/problem.js';
export { pageItemsDefault, pageItemsMax } from './http/scalars.js';
export { issueCode } from './http/text.js';
export type { ReportEntry } from './openapi/reading-report.js';
export { type OpenApiReading, catalogueOfOpenApi } from './openapi/catalogue-of-openapi.js';
