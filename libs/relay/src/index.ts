export { alertRelay } from './alert-relay.js';
export { type RelayParts, keyEventRelay } from './key-event-relay.js';
export { type KeyStateRelayParts, keyStateRelay } from './key-state-relay.js';
export { RelayMetrics } from './relay-metrics.js';
export { relayMigrations } from './migrations.js';
