import { type Broker, isOutage } from '@keyledger/broker';
import { openKafkaBroker } from '@keyledger/broker/adapters/kafka/kafka-broker';
import { kafkaOptionsOf } from '@keyledger/broker/adapters/kafka/kafka-options';
import { brokerMigrations } from '@keyledger/broker/adapters/postgres/migrations';
import { openPostgresBroker } from '@keyledger/broker/adapters/postgres/postgres-broker';
import { ledgerStreamPrefixes } from '@keyledger/contracts';
import { type EventLog, EventLogUnavailable } from '@keyledger/event-log';
import { openEventStoreDbEventLog } from '@keyledger/event-log/adapters/eventstoredb/eventstoredb-event-log';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { migrate, outageReporter } from '@keyledger/platform';
import { Counter, type Registry } from 'prom-client';
import { type WaitForBrokerOptions, waitForBroker } from './wait-for-broker.js';
import { waitForEventLog } from './wait-for-event-log.js';

export interface Adapter<Port> {
  /** Whether the server behind it is Postgres, which is waited for and migrated before it is opened. */
  readonly postgres: boolean;
  /** Brings what the server stores up to date; several processes may do so at once. */
  readonly migrate: (url: string) => Promise<void>;
  readonly open: (url: string, options: AdapterOptions) => Promise<Port>;
}

export interface AdapterOptions extends WaitForBrokerOptions {
  /** Shown by the server beside our connections. */
  readonly applicationName: string;
  /** Of the process; an adapter adds what only its kind of server does. */
  readonly metrics: Registry;
}

const postgresEventLog: Adapter<EventLog> = {
  postgres: true,
  migrate: (url) => migrate(url, 'log', eventLogMigrations),
  open: (databaseUrl, { applicationName, logger }) =>
    openPostgresEventLog({
      databaseUrl,
      applicationName: `${applicationName} event log`,
      onError: outageReporter(logger, 'event log'),
    }),
};

const eventStoreDbEventLog: Adapter<EventLog> = {
  postgres: false,
  migrate: async () => undefined,
  open: async (url, options) => {
    const { logger, metrics } = options;
    const isOutage = (error: unknown) => error instanceof EventLogUnavailable;
    const dropped = new Counter({
      name: 'keyledger_event_log_subscriptions_dropped_total',
      help: 'Subscriptions that EventStoreDB dropped as too slow; each is resumed at once.',
      registers: [metrics],
    });
    const log = openEventStoreDbEventLog({
      url,
      streamPrefixes: ledgerStreamPrefixes,
      onError: outageReporter(logger, 'event log', { isOutage }),
      onDropped: () => {
        dropped.inc();
        logger.debug('a slow subscription to the event log was dropped, and is resumed');
      },
    });
    return waitForEventLog(log, options);
  },
};

const postgresBroker: Adapter<Broker> = {
  postgres: true,
  migrate: (url) => migrate(url, 'broker', brokerMigrations),
  open: (databaseUrl, { applicationName, logger }) =>
    openPostgresBroker({
      databaseUrl,
      applicationName: `${applicationName} broker`,
      onError: outageReporter(logger, 'broker'),
    }),
};

const kafkaBroker: Adapter<Broker> = {
  postgres: false,
  migrate: async () => undefined,
  open: async (url, options) => {
    const { applicationName, logger } = options;
    const broker = await openKafkaBroker({
      ...(await kafkaOptionsOf(url)),
      clientId: applicationName.replaceAll(' ', '-'),
      onError: outageReporter(logger, 'broker', { isOutage }),
      onWarning: (warning) => {
        logger.warn(warning);
      },
      onLog: ({ namespace, label, message }) => {
        logger.debug({ namespace, label }, message);
      },
    });
    return waitForBroker(broker, options);
  },
};

/** By scheme of EVENT_LOG_URL; the table of variables admits the same ones. */
const eventLogAdapters: Readonly<Record<string, Adapter<EventLog>>> = {
  postgres: postgresEventLog,
  postgresql: postgresEventLog,
  esdb: eventStoreDbEventLog,
  'esdb+discover': eventStoreDbEventLog,
};

/** By scheme of BROKER_URL. */
const brokerAdapters: Readonly<Record<string, Adapter<Broker>>> = {
  postgres: postgresBroker,
  postgresql: postgresBroker,
  kafka: kafkaBroker,
  'kafka+ssl': kafkaBroker,
};

export function eventLogAdapterFor(url: string): Adapter<EventLog> {
  return adapterFor(url, eventLogAdapters);
}

export function brokerAdapterFor(url: string): Adapter<Broker> {
  return adapterFor(url, brokerAdapters);
}

function adapterFor<Port>(url: string, adapters: Readonly<Record<string, Adapter<Port>>>): Adapter<Port> {
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
  const adapter = adapters[scheme];
  if (!adapter) throw new Error(`There is no adapter for ${scheme}://.`); // a bug: the configuration admitted it
  return adapter;
}
