import type { z } from 'zod';
import * as parsers from './parsers.js';

export interface Variable {
  /** Reads the text of the variable; the message of its issue completes "NAME must be ...". */
  readonly schema: z.ZodType;
  /** What it is, for the documentation. */
  readonly type: string;
  /** What holds when it is not set, for the documentation. */
  readonly fallback: string;
  readonly doc: string;
  /** Never repeated in any message. */
  readonly secret: boolean;
}

const postgresSchemes = ['postgres', 'postgresql'];

/** The one table of everything that can be set: it validates (`loadConfig`) and documents (`docs/configuration.md`). */
export const variables = {
  HOST: {
    schema: parsers.host,
    type: 'address or host name',
    fallback: '127.0.0.1',
    doc: 'Address to listen on. `0.0.0.0` or `::` listens on all.',
    secret: false,
  },
  PORT: {
    schema: parsers.wholeNumber(0, 65_535),
    type: '0 to 65535',
    fallback: '8080',
    doc: 'Port to listen on; 0 picks a free one.',
    secret: false,
  },
  LISTEN_REUSE_PORT: {
    schema: parsers.yesOrNo,
    type: 'true or false',
    fallback: 'false',
    doc: 'Several processes may listen on one HOST and PORT; the kernel spreads connections over them (Linux, not macOS or Windows).',
    secret: false,
  },
  PUBLIC_URL: {
    schema: parsers.publicUrl,
    type: 'http(s) URL',
    fallback: '`http://HOST:PORT`',
    doc: 'Where clients reach the product; the `type` of problems begins with it.',
    secret: false,
  },
  DATABASE_URL: {
    schema: parsers.serverUrl({ supported: postgresSchemes, planned: [] }),
    type: 'postgres:// URL',
    fallback: 'all-in-one: its embedded Postgres; all others: required',
    doc: 'Postgres for the read models and, unless they are set apart, the event log and the broker.',
    secret: true,
  },
  EVENT_LOG_URL: {
    schema: parsers.serverUrl({
      supported: [...postgresSchemes, 'esdb', 'esdb+discover'],
      planned: ['kurrentdb', 'kurrentdb+discover'],
    }),
    type: 'postgres://, esdb:// or esdb+discover:// URL',
    fallback: '`DATABASE_URL`',
    doc: 'The event log. The scheme chooses the adapter: Postgres or EventStoreDB.',
    secret: true,
  },
  BROKER_URL: {
    schema: parsers.serverUrl({ supported: [...postgresSchemes, 'kafka', 'kafka+ssl'], planned: [] }),
    type: 'postgres://, kafka:// or kafka+ssl:// URL',
    fallback: '`DATABASE_URL`',
    doc: 'The broker of request events. The scheme chooses the adapter; SASL and TLS of Kafka: see `kafka.md`.',
    secret: true,
  },
  KEYLEDGER_ROOT_KEY: {
    schema: parsers.rootKey,
    type: 'key',
    fallback: 'made at the first start and shown once',
    doc: 'The root admin key: a value in the `keyledger` format, checksum included.',
    secret: true,
  },
  KEYLEDGER_DATA_DIR: {
    schema: parsers.directory,
    type: 'path',
    fallback: '.keyledger',
    doc: 'Where all-in-one keeps its embedded Postgres.',
    secret: false,
  },
  REQUEST_SPOOL_DIRECTORY: {
    schema: parsers.directory,
    type: 'path',
    fallback: '`KEYLEDGER_DATA_DIR/request-spool`; failing that, memory',
    doc: 'Where verifiers and the admin API keep recorded requests until the broker has them; see `operations.md`.',
    secret: false,
  },
  REQUEST_SPOOL_MB: {
    schema: parsers.wholeNumber(1, 1_000_000),
    type: '1 to 1000000 (mebibytes)',
    fallback: '256',
    doc: 'What recorded requests of one process may take there; past it, requests are verified but no longer counted.',
    secret: false,
  },
  LOG_LEVEL: {
    schema: parsers.logLevel,
    type: 'fatal, error, warn, info, debug, trace or silent',
    fallback: 'info',
    doc: 'Log lines of this level and above go to stderr, as JSON unless stderr is a terminal.',
    secret: false,
  },
  TRUSTED_PROXIES: {
    schema: parsers.networks,
    type: 'addresses or CIDR ranges, comma-separated',
    fallback: 'none',
    doc: 'Proxies whose `X-Forwarded-For` is believed, walked from right to left.',
    secret: false,
  },
  GATEWAY_SECRET: {
    schema: parsers.gatewaySecret,
    type: '16 to 200 visible ASCII characters',
    fallback: 'none: every caller of `/v1/authorize` is answered',
    doc: 'What gateways send as `X-Keyledger-Gateway`, so that nobody else is answered by `/v1/authorize`.',
    secret: true,
  },
  STALENESS_MAX_MS: {
    schema: parsers.wholeNumber(100, 600_000),
    type: '100 to 600000 (milliseconds)',
    fallback: '5000',
    doc: 'A verifier that cannot prove itself fresher than this refuses with STALE.',
    secret: false,
  },
  SHED_LAG_MS: {
    schema: parsers.wholeNumber(20, 60_000),
    type: '20 to 60000 (milliseconds)',
    fallback: '250',
    doc: 'A verifier whose event loop is later than this three times in a row answers OVERLOADED until it is in time again.',
    secret: false,
  },
  EXPIRY_REMINDER_DAYS: {
    schema: parsers.reminderDays,
    type: 'up to 10 numbers from 1 to 365, comma-separated, or `none`',
    fallback: '30,7,1',
    doc: 'Days before the expiry of a key at which its owner is to be reminded, by an event.',
    secret: false,
  },
  LIFECYCLE_INTERVAL_MS: {
    schema: parsers.wholeNumber(100, 60_000),
    type: '100 to 60000 (milliseconds)',
    fallback: '2000',
    doc: 'How often the projector records what time has brought about: expiries, reminders, ends of rotations.',
    secret: false,
  },
  KEY_STATE_FORGET_AFTER_DAYS: {
    schema: parsers.wholeNumber(1, 3_650),
    type: '1 to 3650 (days)',
    fallback: '30',
    doc: 'A key that was revoked or has expired leaves the key-state topic after this long, by a tombstone.',
    secret: false,
  },
  CONSOLE_DIR: {
    schema: parsers.directory,
    type: 'path',
    fallback: '`dist/console`, where it is built',
    doc: 'Where the files of the console are, which command-api serves under `/`.',
    secret: false,
  },
  WEBHOOK_SECRETS_KEY: {
    schema: parsers.sealingKey,
    type: '32 bytes in base64 (`openssl rand -base64 32`)',
    fallback: 'all-in-one with its embedded Postgres: made at the first start; all others: no webhooks',
    doc: 'What the secrets of webhook endpoints are encrypted with. The same for command-api and projector.',
    secret: true,
  },
  WEBHOOK_ALLOW_NETWORKS: {
    schema: parsers.networks,
    type: 'addresses or CIDR ranges, comma-separated',
    fallback: 'none: public addresses alone, by https',
    doc: 'Networks that webhooks may lead to though they are not public; within them plain http is allowed too.',
    secret: false,
  },
  SESSION_IDLE_MINUTES: {
    schema: parsers.wholeNumber(1, 1_440),
    type: '1 to 1440 (minutes)',
    fallback: '30',
    doc: 'A browser that an admin is signed in on is signed out when it has sent nothing for this long.',
    secret: false,
  },
  SESSION_MAX_HOURS: {
    schema: parsers.wholeNumber(1, 168),
    type: '1 to 168 (hours)',
    fallback: '12',
    doc: 'A browser is signed out this long after signing in, however busy it is.',
    secret: false,
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof variables;
