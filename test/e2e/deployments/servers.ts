import { randomUUID } from 'node:crypto';
import { createClient } from '@keyledger/broker/adapters/kafka/kafka-client';
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

/** Of `shared`, the broker of KAFKA_URL is used by many at a time; `own` can be taken away. */
export type KafkaChoice = 'shared' | 'own';

export async function startPostgres(): Promise<LogServer & { readonly url: string }> {
  const database = await createTestDatabase();
  return {
    url: database.url,
    env: { DATABASE_URL: database.url },
    countsPositions: true,
    openLog: () => openPostgresEventLog({ databaseUrl: database.url }),
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

export async function startKafka(choice: KafkaChoice): Promise<Server> {
  return choice === 'own' ? startOwnKafka() : onSharedKafka();
}

async function startOwnKafka(): Promise<Server> {
  const kafka = await OwnKafka.start();
  return {
    env: { BROKER_URL: `kafka://${kafka.address}` },
    outage: { kill: () => kafka.kill(), restart: () => kafka.restart() },
    remove: () => kafka.stop(),
  };
}

function onSharedKafka(): Server {
  const url = process.env['KAFKA_URL'] ?? '';
  const prefix = `e2e-${randomUUID()}.`;
  return {
    env: { BROKER_URL: `${url}?prefix=${prefix}` },
    remove: () => deleteTopics(url.replace('kafka://', '').split(','), prefix),
  };
}

async function deleteTopics(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = createClient({ brokers }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
