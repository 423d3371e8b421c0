export { assertNever } from './assert-never.js';
export { type Code, type CodeEntry, codes } from './codes.js';
export type { Decider } from './decider.js';
export { type Refusal, isRefusal, refuse } from './refusal.js';
export { type Reason, type ReasonCode, commentLengthMax, reasonCodes } from './reason.js';

export type { RandomBytes } from './secret/base62.js';
export {
  type KeyMode,
  holdsKey,
  isWellFormedKey,
  keyFragmentPattern,
  keyPattern,
  keyValueLength,
  mintKey,
  visibleStartLength,
  visibleStartOf,
} from './secret/key-value.js';
export { isKeyId, mintKeyId } from './secret/key-id.js';

export type { OperationAccess, OperationCatalogue } from './scopes/catalogue.js';
export { type Scope, everythingScope, isOperationName, parseScope } from './scopes/scope.js';
export {
  type CompiledScopes,
  compileScopes,
  decidingScope,
  sufficientScope,
} from './scopes/compiled-scopes.js';
export { coversScope } from './scopes/covers-scope.js';
export { scopesMax } from './scopes/scope-list.js';
export {
  type SystemOperation,
  decidingSystemScope,
  sufficientSystemScope,
  systemCatalogue,
  systemNamespace,
} from './scopes/system-catalogue.js';

export { type Address, formatAddress, parseAddress } from './addresses/address.js';
export { normaliseAddressEntry } from './addresses/address-range.js';
export { type IpAllowlist, addressesMax, openIpAllowlist } from './addresses/ip-allowlist.js';
export {
  type CompiledIpAllowlist,
  addressAllowed,
  compileIpAllowlist,
} from './addresses/compiled-ip-allowlist.js';

export type * from './key/events.js';
export { environments } from './key/events.js';
export type * from './key/commands.js';
export { type ExistingKey, type KeyState, type KeyStatus, absentKey } from './key/state.js';
export { tagsMax } from './key/description.js';
export { hasExpired, parseInstant } from './key/expiry.js';
export { keyDecider } from './key/key-decider.js';

export type * from './account/events.js';
export type * from './account/commands.js';
export { type AccountState, absentAccount, systemAccountId } from './account/state.js';
export { isReservedSlug, isSlug } from './account/slug.js';
export { accountDecider } from './account/account-decider.js';
