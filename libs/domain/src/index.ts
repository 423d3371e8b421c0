export { assertNever } from './assert-never.js';
export { type Code, type CodeEntry, codes } from './codes.js';
export type { Decider } from './decider.js';
export { type Refusal, isRefusal, refuse } from './refusal.js';
export { type Reason, type ReasonCode, commentLengthMax, reasonCodes } from './reason.js';
export { checkOptionalText, checkText } from './text/plain-text.js';
export { quoted } from './text/quoted.js';

export type { RandomBytes } from './secret/base62.js';
export { isWellFormedKey, keyPattern, mintKey, visibleStartOf } from './secret/key-value.js';
export type { KeyFormat, KeyMode, MintInput, Opening, Transport } from './formats/key-format.js';
export { allFormats, isWellFormedInAnyFormat } from './formats/formats.js';
export { holdsKey, keyFragments } from './formats/find-keys.js';
export { idAndSecretFormat } from './formats/id-and-secret-format.js';
export { type HeaderReading, readHeader } from './credentials/header-reading.js';
export { readBearer } from './credentials/read-transport.js';
export {
  type ExtractedCredential,
  type GivenCredential,
  extractCredential,
  isMisplaced,
} from './credentials/extract-credential.js';
export { isKeyId, mintKeyId } from './secret/key-id.js';

export type { CatalogueOperation, OperationAccess, OperationCatalogue } from './scopes/catalogue.js';
export {
  type Scope,
  everyReadScope,
  everythingScope,
  groupScopeOf,
  isGroupId,
  isNamespaced,
  isOperationName,
  parseScope,
} from './scopes/scope.js';
export {
  type CompiledScopes,
  compileScopes,
  decidingScope,
  sufficientScope,
} from './scopes/compiled-scopes.js';
export { readOnlyScopes } from './scopes/read-only-scopes.js';
export { coversScope } from './scopes/covers-scope.js';
export { checkScopes, scopesMax } from './scopes/scope-list.js';
export { type AllowedOperation, allowedScopes, operationsAllowedBy } from './scopes/allowed-scopes.js';
export { type ScopesEffect, catalogueEffects } from './scopes/catalogue-effects.js';
export {
  type SystemOperation,
  decidingSystemScope,
  sufficientSystemScope,
  systemCatalogue,
  systemNamespace,
} from './scopes/system-catalogue.js';

export { type Address, formatAddress, parseAddress } from './addresses/address.js';
export { type AddressRange, normaliseAddressEntry, parseAddressRange } from './addresses/address-range.js';
export { type IpAllowlist, addressesMax, openIpAllowlist } from './addresses/ip-allowlist.js';
export {
  type CompiledIpAllowlist,
  addressAllowed,
  compileIpAllowlist,
} from './addresses/compiled-ip-allowlist.js';

export { fixedDurationMsOf } from './limits/fixed-duration.js';
export type * from './limits/key-limit.js';
export type { LimitState } from './limits/limit-state.js';
export { rateLimitHeaders, refusedByLimitHeaders } from './limits/rate-limit-headers.js';
export { limitCountMax, limitsMax } from './limits/check-limits.js';

export type * from './key/events.js';
export { type Environment, environments } from './key/environment.js';
export { rotationEnds } from './key/events.js';
export type * from './key/commands.js';
export { type ExistingKey, type KeyState, type KeyStatus, type Rotation, absentKey } from './key/state.js';
export { attributesMax } from './key/description.js';
export { importedKind } from './key/create-key.js';
export { disuseAfterMs } from './key/follow-clock.js';
export { isRotationDue, rotationDueAfterMs } from './key/rotation-due.js';
export { hasEndedOverlap, overlapMsMax, unusedForMsMax, unusedForMsMin } from './key/rotate-key.js';
export { hasExpired, parseInstant } from './key/expiry.js';
export { keyDecider } from './key/key-decider.js';

export type * from './account/events.js';
export { isAccountEvent } from './account/events.js';
export type * from './account/commands.js';
export { type AccountState, type OpenAccountState, absentAccount } from './account/state.js';
export { type WhenStale, staleChoices } from './account/when-stale.js';
export { type UsageAddresses, usageAddressChoices } from './account/usage-addresses.js';
export { isReservedSlug, isSlug, systemAccountId } from './account/slug.js';
export {
  type CatalogueDefinition,
  type DefinedGroup,
  type DefinedOperation,
  type OperationRoute,
  compileCatalogue,
} from './account/catalogue-definition.js';
export {
  catalogueCharactersMax,
  checkCatalogue,
  groupTitleRule,
  groupsMax,
  isCatalogueName,
  isCatalogueRoute,
  operationsMax,
  routesMax,
  summaryRule,
} from './account/check-catalogue.js';
export {
  type CatalogueChanges,
  type GroupChange,
  type OperationChange,
  compareCatalogues,
} from './account/catalogue-changes.js';
export { checkEmail } from './account/describe-account.js';
export {
  type AlertEvidence,
  type AlertResponse,
  type AlertRule,
  type AlertSeverity,
  alertResponses,
  alertRules,
  alertSeverities,
} from './alerts/alert-rules.js';
export {
  type AlertPolicy,
  type AlertRulePolicy,
  defaultRulePolicy,
  rulePolicyOf,
} from './alerts/alert-policy.js';
export type * from './alerts/alert-events.js';
export { isAlertEvent } from './alerts/alert-events.js';
export type * from './alerts/alert-commands.js';
export { type AlertsState, type OpenAlert, openAlertOf } from './alerts/alert-state.js';
export { recurrenceMsMax } from './alerts/report-signals.js';
export { type WebhookFilter, openWebhookFilter, passesFilter } from './webhooks/webhook-filter.js';
export { evolveWebhooks } from './webhooks/evolve-webhooks.js';
export type * from './webhooks/webhook-events.js';
export { isWebhookEvent, webhookDisabledReasons, webhookEventTypes } from './webhooks/webhook-events.js';
export type * from './webhooks/webhook-commands.js';
export {
  type WebhookEndpoint,
  type WebhookSecretUse,
  webhookEndpointsMax,
  webhookOf,
} from './webhooks/webhook-state.js';
export { webhookUrlLengthMax } from './webhooks/webhook-url.js';
export { accountDecider } from './account/account-decider.js';

export type {
  JudgedKey,
  Limits,
  PermissionGroup,
  Permissions,
  PermissionTerms,
  Profile,
  Warning,
} from './profiles/profile.js';
export { type AnswerTo, type Denial, type ProfileAnswer, denialCodes } from './profiles/profile-answer.js';
export { messagingNamespace } from './profiles/operations.js';
export { type ProfileId, defaultProfileId, isProfileId, profileIds, profileOf } from './profiles/registry.js';
