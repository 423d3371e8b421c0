import type { RequestSpoolConfig } from './request-spool.js';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Everything that can be set, validated once at start. Each field names its environment variable. */
export interface Config {
  /** HOST: address to listen on. */
  readonly host: string;
  /** PORT: 0 picks a free one. */
  readonly port: number;
  /** PUBLIC_URL: where clients reach the product, without a trailing slash; default from host and port. */
  readonly publicUrl: string;
  /** DATABASE_URL: postgres://…; null only for all-in-one before it has started its embedded Postgres. */
  readonly databaseUrl: string | null;
  /** EVENT_LOG_URL: postgres://…, esdb://… or esdb+discover://…; default DATABASE_URL. */
  readonly eventLogUrl: string | null;
  /** BROKER_URL: postgres://… or kafka://… (`parseKafkaUrl`); default DATABASE_URL. */
  readonly brokerUrl: string | null;
  /** KEYLEDGER_ROOT_KEY: a value of the `keyledger` format to be the root admin key; null: one is made at the first start. */
  readonly rootKey: string | null;
  /** KEYLEDGER_DATA_DIR: where all-in-one keeps its embedded Postgres; default `.keyledger`. */
  readonly dataDirectory: string;
  /** LOG_LEVEL. */
  readonly logLevel: LogLevel;
  /** TRUSTED_PROXIES: comma-separated addresses or CIDR ranges whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** GATEWAY_SECRET: what callers of `/v1/authorize` have to send; null: nothing. */
  readonly gatewaySecret: string | null;
  /** STALENESS_MAX_MS: a verifier that cannot prove itself fresher than this refuses. */
  readonly stalenessMaxMs: number;
  /** SHED_LAG_MS: a verifier whose event loop is later than this, again and again, refuses requests. */
  readonly shedLagMs: number;
  /** LISTEN_REUSE_PORT: other processes may listen on the same address, and the kernel spreads connections over them. */
  readonly reusePort: boolean;
  /** EXPIRY_REMINDER_DAYS: days before the expiry of a key, the most first, none twice. */
  readonly expiryReminderDays: readonly number[];
  /** LIFECYCLE_INTERVAL_MS: how often what time has brought about is recorded. */
  readonly lifecycleIntervalMs: number;
  /** KEY_STATE_FORGET_AFTER_DAYS, in milliseconds: how long the key-state topic tells of a key that has ended. */
  readonly keyStateForgetAfterMs: number;
  /** CONSOLE_DIR: where the built console is; null: where it is built. */
  readonly consoleDirectory: string | null;
  /** REQUEST_SPOOL_DIRECTORY, REQUEST_SPOOL_MB. */
  readonly requestSpool: RequestSpoolConfig;
  /** SESSION_IDLE_MINUTES, in milliseconds: a session that nobody uses ends. */
  readonly sessionIdleMs: number;
  /** WEBHOOK_SECRETS_KEY: 32 bytes in base64 that secrets of webhooks are sealed with; null: there can be no webhooks. */
  readonly webhookSecretsKey: string | null;
  /** WEBHOOK_ALLOW_NETWORKS: addresses or CIDR ranges that webhooks may lead to though they are not public. */
  readonly webhookAllowNetworks: readonly string[];
  /** SESSION_MAX_HOURS, in milliseconds: any session ends. */
  readonly sessionMaxMs: number;
}
