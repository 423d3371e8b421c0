import type { Broker } from '@keyledger/broker';
import type { EventLog } from '@keyledger/event-log';
import {
  type Clock,
  type Config,
  ConfigError,
  HealthRegistry,
  type Ids,
  createLogger,
  createMetrics,
  createPool,
  outageReporter,
  systemClock,
  systemIds,
} from '@keyledger/platform';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { brokerAdapterFor, eventLogAdapterFor } from './adapters.js';
import { type Closing, closeInTurn } from './close-in-turn.js';
import { databaseCheck } from './database-check.js';
import { openDataSource } from './data-source.js';
import { migrateReadModels } from './migrate-read-models.js';
import { waitForDatabase } from './wait-for-database.js';

/** What every process stands on: opened once, closed last. */
export interface Infrastructure {
  readonly name: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly health: HealthRegistry;
  /** On DATABASE_URL. */
  readonly pool: pg.Pool;
  /** On DATABASE_URL, with the entities of all read models. */
  readonly dataSource: DataSource;
  readonly eventLog: EventLog;
  readonly broker: Broker;
  /** Idempotent; waits for what is in hand. */
  readonly close: () => Promise<void>;
}

export interface OpenInfrastructureOptions {
  /** Of the process, for example `verifier`. */
  readonly name: string;
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** How long servers that are not there yet are waited for. */
  readonly waitMsMax?: number;
  /** Stops waiting. */
  readonly signal?: AbortSignal;
  /** For a process that serves on while DATABASE_URL does not answer, as a verifier does from memory. */
  readonly readyWithoutDatabase?: boolean;
  /** For a process that only tells the broker what it keeps on disk until then. */
  readonly startsWithoutBroker?: boolean;
}

export const databaseWaitMsMax = 30_000;

/** Each follower of the log (read models, relays) keeps one for as long as it has its turn; the rest is for requests. */
const connectionsMax = 24;

/**
 * Waits for the servers, brings their tables up to date and opens everything, or closes again what it had opened.
 *
 * @throws ConfigError when DATABASE_URL is not set, StartupError when a server cannot be reached or refuses us.
 */
export async function openInfrastructure(
  config: Config,
  options: OpenInfrastructureOptions,
): Promise<Infrastructure> {
  const logger = options.logger ?? createLogger(config).child({ app: options.name });
  const urls = serverUrls(config);
  await prepareServers(urls, { ...options, logger });
  const opened: Closing[] = [];
  try {
    return await openParts(config, urls, { ...options, logger }, opened);
  } catch (error) {
    await closeInTurn(opened, logger);
    throw error;
  }
}

interface ServerUrls {
  readonly database: string;
  readonly eventLog: string;
  readonly broker: string;
}

function serverUrls({ databaseUrl, eventLogUrl, brokerUrl }: Config): ServerUrls {
  if (databaseUrl === null) throw new ConfigError(['DATABASE_URL must be set to a postgres:// URL']);
  return { database: databaseUrl, eventLog: eventLogUrl ?? databaseUrl, broker: brokerUrl ?? databaseUrl };
}

type Options = OpenInfrastructureOptions & { readonly logger: Logger };

async function prepareServers(urls: ServerUrls, { logger, signal, waitMsMax }: Options): Promise<void> {
  const eventLog = eventLogAdapterFor(urls.eventLog);
  const broker = brokerAdapterFor(urls.broker);
  const waitedFor = new Set([
    urls.database,
    ...(eventLog.postgres ? [urls.eventLog] : []),
    ...(broker.postgres ? [urls.broker] : []),
  ]);
  for (const url of waitedFor) {
    await waitForDatabase(url, { logger, signal, waitMsMax: waitMsMax ?? databaseWaitMsMax });
  }
  await eventLog.migrate(urls.eventLog);
  await broker.migrate(urls.broker);
  await migrateReadModels(urls.database);
}

/** Whatever is opened is noted at once in `opened`, which is closed from its end. */
async function openParts(
  config: Config,
  urls: ServerUrls,
  options: Options,
  opened: Closing[],
): Promise<Infrastructure> {
  const { name, logger, clock = systemClock, ids = systemIds, readyWithoutDatabase = false } = options;
  const { signal, waitMsMax = databaseWaitMsMax, startsWithoutBroker } = options;
  const applicationName = `keyledger ${name}`;
  const metrics = createMetrics(name);
  const adapterOptions = { applicationName, logger, metrics, signal, waitMsMax, startsWithoutBroker };
  const onSessionLost = outageReporter(logger, 'database');
  const pool = createPool(urls.database, { applicationName, connectionsMax, onSessionLost });
  opened.push({ name: 'pool', close: () => pool.end() });
  const dataSource = await openDataSource(urls.database, { applicationName, onSessionLost });
  opened.push({ name: 'data source', close: () => dataSource.destroy() });
  const eventLog = await eventLogAdapterFor(urls.eventLog).open(urls.eventLog, adapterOptions);
  opened.push({ name: 'event log', close: () => eventLog.close() });
  const broker = await brokerAdapterFor(urls.broker).open(urls.broker, adapterOptions);
  opened.push({ name: 'broker', close: () => broker.close() });
  const health = new HealthRegistry();
  if (!readyWithoutDatabase) health.register(databaseCheck(pool));
  let closed: Promise<void> | undefined;
  return {
    ...{ name, config, clock, ids, logger, metrics, health, pool, dataSource, eventLog, broker },
    close: () => (closed ??= closeInTurn(opened, logger)),
  };
}
