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
export {
  exampleAt,
  exampleCreateKey,
  exampleIdentity,
  exampleKeyCreated,
  exampleKeyDisabled,
  exampleKeyEnabled,
  exampleKeyRevoked,
} from './examples/key-example.js';
export { type MigrationsByPart, type TestDatabase, createTestDatabase } from './database.js';
export { chromiumPath, launchBrowser } from './browser.js';
export { type WaitOptions, waitFor } from './wait-for.js';
export { type CollectedOutput, collectOutput } from './collect-output.js';
export {
  type AppName,
  type AppOptions,
  type AppProcess,
  type SpawnedApp,
  spawnApp,
  spawnAppProcess,
} from './spawn-app.js';
export {
  type Product,
  type ProductOptions,
  type ProductProcess,
  spawnProduct,
  spawnProductProcess,
} from './spawn-product.js';
export { startEventStoreDbStandIn } from './eventstoredb/start-stand-in.js';
export type { EventStoreDbStandIn } from './eventstoredb/stand-in.js';
export { OwnKafka } from './own-kafka.js';
export { makeProductDirectory } from './product-directory.js';
export { type Link, openLink } from './link.js';
export { type ReceivedWebhook, WebhookReceiver, standardHeaders } from './webhook-receiver.js';
