import { randomUUID } from 'node:crypto';
import type { Broker } from '@keyledger/broker';
import { openKafkaBroker } from '@keyledger/broker/adapters/kafka/kafka-broker';
import { createClient } from '@keyledger/broker/adapters/kafka/kafka-client';
import { kafkaOptionsOf } from '@keyledger/broker/adapters/kafka/kafka-options';
import { openPostgresBroker } from '@keyledger/broker/adapters/postgres/postgres-broker';
import { ledgerStreamPrefixes } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import { openEventStoreDbEventLog } from '@keyledger/event-log/adapters/eventstoredb/eventstoredb-event-log';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { OwnKafka, createTestDatabase, startEventStoreDbStandIn } from '@keyledger/testing';

/** What can be done to a server. It keeps what it had. */
export interface Outage {
  /** As by SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** What the apps stand on, for one deployment alone. */
export interface Server {
  /** Tells the apps where it is. */
  readonly env: Readonly<Record<string, string>>;
  readonly outage?: Outage;
  /** Removes what was stored there. */
  remove(): Promise<void>;
}

export interface LogServer extends Server {
  readonly countsPositions: boolean;
  openLog(): Promise<EventLog>;
}

export interface BrokerServer extends Server {
  openBroker(): Promise<Broker>;
}

/** Of `shared`, the broker of KAFKA_URL is used by many at a time; `own` can be taken away. */
export type KafkaChoice = 'shared' | 'own';

export async function startPostgres(): Promise<LogServer & BrokerServer & { readonly url: string }> {
  const database = await createTestDatabase();
  return {
    url: database.url,
    env: { DATABASE_URL: database.url },
    countsPositions: true,
    openLog: () => openPostgresEventLog({ databaseUrl: database.url }),
    openBroker: () => openPostgresBroker({ databaseUrl: database.url }),
    remove: () => database.drop(),
  };
}

export async function startEventStoreDb(): Promise<LogServer> {
  const standIn = await startEventStoreDbStandIn();
  const { url } = standIn;
  return {
    env: { EVENT_LOG_URL: url },
    countsPositions: false,
    openLog: async () => openEventStoreDbEventLog({ url, streamPrefixes: ledgerStreamPrefixes }),
    outage: { kill: async () => standIn.kill(), restart: () => standIn.restart() },
    remove: () => standIn.close(),
  };
}

export async function startKafka(choice: KafkaChoice): Promise<BrokerServer> {
  return choice === 'own' ? startOwnKafka() : onSharedKafka();
}

async function startOwnKafka(): Promise<BrokerServer> {
  const kafka = await OwnKafka.start();
  return {
    ...onKafka(`kafka://${kafka.address}`),
    outage: { kill: () => kafka.kill(), restart: () => kafka.restart() },
    remove: () => kafka.stop(),
  };
}

function onSharedKafka(): BrokerServer {
  const url = process.env['KAFKA_URL'] ?? '';
  const prefix = `e2e-${randomUUID()}.`;
  return {
    ...onKafka(`${url}?prefix=${prefix}`),
    remove: () => deleteTopics(url.replace('kafka://', '').split(','), prefix),
  };
}

function onKafka(url: string): Pick<BrokerServer, 'env' | 'openBroker'> {
  return {
    env: { BROKER_URL: url },
    openBroker: async () => openKafkaBroker(await kafkaOptionsOf(url)),
  };
}

async function deleteTopics(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = createClient({ brokers }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
