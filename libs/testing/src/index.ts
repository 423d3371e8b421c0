export { type DeciderSpecification, specificationOf } from './decider-specification.js';
export { accountEventSequences } from './arbitraries/account-events.js';
export { type SpeltAddress, type SpeltRange, addresses, addressRanges } from './arbitraries/addresses.js';
export { hostileKeyCommands, keyCommands, revokeKeys } from './arbitraries/key-commands.js';
export {
  keyCreations,
  keyEvents,
  keyEventSequences,
  keyRevocations,
  someKey,
} from './arbitraries/key-events.js';
export { operations, scopeLists, scopes } from './arbitraries/scopes.js';
export { hostileTexts, hostileValues, names } from './arbitraries/texts.js';
