export {
  type CountsByResolution,
  type LastRequest,
  type RequestCount,
  type Usage,
  activityPerKeyMax,
  isMoreRecent,
  lastOfEachKey,
  networksPerBucketMax,
  operationsPerBucketMax,
  otherOperation,
} from './usage.js';
export { type Resolution, bucketMs, bucketOf, keptMs, resolutions } from './resolution.js';
export { type Span, coveringSpans, coveringWeeks } from './cover.js';
export { withAddressAsKept } from './address-policy.js';
export { believableSpans, believableTimes, clockAheadMsMax } from './believable-time.js';
export { networkOf } from './network.js';
export { foldUsage, mergeUsage } from './fold-usage.js';
export { type Deduplicated, dropRepeats } from './repeats.js';
export { type UsedOperationNames, type UsedOperations } from './review/smallest-grant.js';
export { type UsedNetworks, proposedEntriesMax } from './review/smallest-address-list.js';
export { type ReviewedKey, installedAfterMs, isFoundWithoutUse, needsUse } from './review/findings.js';
export {
  type CountedKey,
  type HeldByKey,
  type KeyProposal,
  type KeyReview,
  type UsedByKey,
  findingsOf,
  proposesNothing,
  reviewKey,
} from './review/review-key.js';
export { type Evidence, type RuleId, type Severity, type Signal, ruleIds } from './detection/signal.js';
export type { KeyContext, KeyEnd, QuotaContext, RotationContext } from './detection/key-context.js';
export {
  type KeyWatch,
  keyWatchBytesMax,
  keyWatchVersion,
  newKeyWatch,
  readKeyWatch,
} from './detection/key-watch.js';
export {
  type AccountNetworks,
  accountNetworksMax,
  joinedNetworks,
  networksInUse,
  newlyEstablished,
} from './detection/account-networks.js';
export { type DetectionPolicy, defaultDetectionPolicy } from './detection/policy.js';
export { detectionPolicyWith, ruleNumbers } from './detection/account-policy.js';
export { type Detected, type DetectedInRequests, detect, sweep } from './detection/detect.js';
export { latenessMsMax } from './detection/watching.js';
export { differentValues, valueMarksCount, withMark, withMarks } from './detection/value-marks.js';
export {
  type EnumerationDetected,
  type NetworkWatch,
  type UnknownKeysCount,
  detectEnumeration,
  networkWatchVersion,
  newNetworkWatch,
  readNetworkWatch,
} from './detection/unknown-keys.js';
