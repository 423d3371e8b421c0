export {
  type HourlyCount,
  type HourlyNetworkCount,
  type LastRequest,
  type Usage,
  isMoreRecent,
  networksPerHourMax,
  operationsPerHourMax,
  otherOperation,
} from './usage.js';
export { believableTimes, clockAheadMsMax } from './believable-time.js';
export { foldUsage, mergeUsage } from './fold-usage.js';
export { type Deduplicated, dropRepeats } from './repeats.js';
export {
  type AuditedKey,
  type ScopeAudit,
  type UsedOperations,
  auditScopes,
} from './review/smallest-grant.js';
export { type ReviewedKey, findingsOn, idleAfterMs, rotationDueAfterMs } from './review/findings.js';
