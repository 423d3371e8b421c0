export { type DigestKey, type DigestOf, digestKeyOf } from './digest-key.js';
export type { AccountEntry, KeyEntry } from './key-entry.js';
export { FleetMember, type FleetMemberOptions } from './fleet-member.js';
export {
  type FleetRegister,
  type NewMember,
  detachedMsMax,
  leaseMs,
  localDetachedMsMax,
  localStalenessMsMax,
} from './fleet-register.js';
export type { LiveClock, Moment } from './freshness.js';
export { type CompiledLimit, type RefusalByLimit, compileLimit } from './limits/compiled-limit.js';
export {
  type Concluded,
  KeyLimiter,
  type LimitOwner,
  type LimitedVerdict,
  type Settlement,
  isLimited,
} from './limits/key-limiter.js';
export {
  type Claim,
  type CounterState,
  type Grant,
  forgettableFromMs,
  settleClaim,
} from './limits/settle-claim.js';
export { type QuotaUse, compileQuota, quotaUse } from './limits/limit-use.js';
export { LiveIndex, type LiveIndexOptions } from './live-index.js';
export type { LedgerBatch, LiveSource, PlacedEvent } from './live-source.js';
export type { MemberIndex, Membership } from './membership.js';
export { Progress } from './progress.js';
export { RequestRoutes } from './request-routes.js';
export {
  type RefusalOfKnownKey,
  type RefusalOfQuestion,
  type Verdict,
  type VerdictCode,
  isUnknownKey,
  malformedKeyVerdict,
  staleVerdict,
  unknownKeyVerdict,
} from './verdict.js';
export { VerificationIndex, type VerificationIndexOptions } from './verification-index.js';
export {
  type Asked,
  type KeyQuestion,
  type VerificationQuestion,
  checkKey,
  findKey,
  verdictOn,
  verdictOnUnknown,
  verify,
} from './verify.js';
