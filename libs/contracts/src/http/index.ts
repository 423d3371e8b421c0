export {
  type HttpOperation,
  type OperationBody,
  type OperationTarget,
  codesOfBodies,
  codesOfCallerOperations,
  codesOfEveryOperation,
  codesOfSessions,
} from './operation.js';
export {
  adminOperations,
  gatewayOperations,
  httpOperations,
  sessionOperations,
  verifierOperations,
} from './operations.js';
export { endAllSessions, endSession, readSession, startSession } from './session-operations.js';
export type { SessionAnswer, SessionStateAnswer, SessionsEndedAnswer, StartSessionBody } from './session.js';
export {
  chooseProfile,
  describeAccount,
  disableApiAccess,
  enableApiAccess,
  getAccount,
  listAccounts,
  openAccount,
} from './account-operations.js';
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
} from './alert-operations.js';
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
} from './alerts.js';
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
} from './webhook-operations.js';
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
} from './webhooks.js';
export { readAudit, readHistory } from './audit-operations.js';
export {
  defineCatalogue,
  listAllowedOperations,
  listAllowedScopes,
  openApiMediaTypes,
  readCatalogue,
  takeCatalogue,
} from './catalogue-operations.js';
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
} from './catalogue.js';
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
} from './key-operations.js';
export { type DeleteKeyQuery, deleteKey, disableKey, enableKey, revokeKey } from './key-status-operations.js';
export { changeOverlap, rotateKey } from './rotation-operations.js';
export type { KeyRotatedAnswer, OverlapBody, RotateKeyBody } from './rotation.js';
export { importKey } from './import-operations.js';
export type { ImportKeyBody, KeyImportedAnswer } from './import-key.js';
export {
  createGatewayKey,
  deleteGatewayKey,
  findGatewayKey,
  listGatewayKeys,
} from './messaging-operations.js';
export {
  type CreateGatewayKeyBody,
  type GatewayErrorAnswer,
  type GatewayKeyAnswer,
  type GatewayKeyCreatedAnswer,
  type GatewayKeyFoundAnswer,
  type GatewayKeyListAnswer,
  type ListGatewayKeysQuery,
  gatewayError,
} from './messaging-keys.js';
export { introspectKey, verifyKey, verifyKeys } from './verify-operation.js';
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
} from './accounts.js';
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
} from './keys.js';
export {
  type AuditEntryAnswer,
  type AuditPageAnswer,
  type AuditQuery,
  type HistoryQuery,
  eventTypes,
} from './audit.js';
export {
  followActivity,
  readAccountUsage,
  readActivity,
  readFailedRequests,
  readUsage,
} from './usage-operations.js';
export type {
  AccountUsageAnswer,
  AccountUsageQuery,
  ActivityAnswer,
  FailedRequestsAnswer,
  KeyUsageAnswer,
  LiveRequest,
  UsageQuery,
} from './usage.js';
export { type LimitStateAnswer, type LimitsBody } from './limits.js';
export {
  type Finding,
  type ReviewAnswer,
  type ReviewQuery,
  type ReviewSummaryAnswer,
  type ReviewSummaryQuery,
  findings,
  reviewDaysDefault,
} from './review.js';
export {
  type AppliedProposal,
  type ApplyReviewBody,
  type ProposalPart,
  type ReviewAppliedAnswer,
  type WantedProposal,
  proposalParts,
  proposalsMax,
} from './review-applying.js';
export { applyReview, reviewKeys, summariseReview } from './review-operations.js';
export {
  type BatchedVerdictAnswer,
  type VerdictAnswer,
  type VerifyBatchAnswer,
  type VerifyQuestion,
  batchQuestionsMax,
  verdict,
  verifyBatchEnvelope,
  verifyBody,
} from './verify.js';
export { type IntrospectionAnswer, oauthError, oauthErrorOf } from './introspection.js';
export {
  type ConfirmableChangeAnswer,
  type ConfirmationAnswer,
  type RevocationAnswer,
  type VerifierListAnswer,
  positionParameter,
} from './fleet.js';
export { listVerifiers, readRevocation } from './fleet-operations.js';
export { recordLocalRequests } from './local-verifier-operations.js';
export * from './local-requests.js';
export * from './local-verifiers.js';
export { type ProblemDetails, problemDetails } from './problem.js';
export { pageItemsDefault, pageItemsMax } from './scalars.js';
export { issueCode } from './text.js';
