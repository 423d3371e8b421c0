export { type Clock, systemClock } from './time/clock.js';
export { sleep } from './time/sleep.js';
export { type Backoff, backoffMs, defaultBackoff } from './time/backoff.js';
export { type Ids, systemIds } from './time/ids.js';
export { type PoolOptions, createPool, connectTimeoutMs, ledgerTypes } from './database/pool.js';
export { isConnectionError } from './database/connection-error.js';
export { type Listener, type ListenOptions, listen } from './database/listener.js';
export { type SqlMigration, migrate } from './database/migrate.js';
