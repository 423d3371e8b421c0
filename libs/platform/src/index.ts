export { type Clock, systemClock } from './time/clock.js';
export { sleep } from './time/sleep.js';
export { WakeSignal } from './time/wake-signal.js';
export { type Backoff, backoffMs, defaultBackoff } from './time/backoff.js';
export { type Ids, systemIds } from './time/ids.js';
export {
  type PoolOptions,
  type SessionBounds,
  connectTimeoutMs,
  createPool,
  keepAliveDelayMs,
  ledgerTypes,
  queryMsMax,
} from './database/pool.js';
export { endSession } from './database/end-session.js';
export { isCausedByOutage, isConnectionError } from './database/connection-error.js';
export { type Listener, type ListenOptions, listen } from './database/listener.js';
export { silentTypeOrmLogger } from './database/typeorm-logger.js';
export { type SqlMigration, migrate } from './database/migrate.js';
export { type Config, type LogLevel, logLevels } from './config/config.js';
export { ConfigError, type Environment, loadConfig, withDatabaseUrl } from './config/load-config.js';
export { processPlace } from './config/process-place.js';
export { type KafkaAddress, type KafkaCredentials, parseKafkaUrl } from './config/kafka-url.js';
export { isError } from './is-error.js';
export { RecentlyUsed } from './recently-used.js';
export { StartupError } from './startup-error.js';
export { CLOCK, CONFIG, HEALTH, IDS, LOGGER, METRICS, POOL } from './tokens.js';
export {
  HealthRegistry,
  type NamedReadiness,
  type Readiness,
  type ReadinessCheck,
} from './health/health-registry.js';
export {
  type FieldError,
  type Problem,
  type ProblemErrorOptions,
  type ProblemExtras,
  ProblemError,
  problem,
  problemMediaType,
  problemsPath,
} from './http/problem.js';
export { problemOfError } from './http/problem-of-error.js';
export {
  type DressedProblem,
  ProblemResponder,
  type ProblemResponderOptions,
} from './http/problem-responder.js';
export { ProblemFilter } from './http/problem-filter.js';
export { type HttpServer, createHttpServer, publicUrlOf } from './http/http-server.js';
export { type BasicReading, basicCredential, choosesBasic } from './http/basic.js';
export { recordedUserAgent } from './http/user-agent.js';
export { bearerCredential } from './http/bearer.js';
export { httpLimits } from './http/http-limits.js';
export { type ShortCut, type ShortCutRequest } from './http/short-cut.js';
export { requestIdHeader } from './http/response-headers.js';
export { type OperationalParts, registerOperationalRoutes } from './http/operational-routes.js';
export { createMetrics } from './metrics/metrics.js';
export { createLogger } from './logging/logger.js';
export { NestLogger } from './logging/nest-logger.js';
export { type OutageReporterOptions, outageReporter } from './logging/outage-reporter.js';
export { maskSecrets } from './logging/mask-secrets.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres/embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres/embedded-postgres-error.js';
