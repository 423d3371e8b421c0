import { randomUUID } from 'node:crypto';
import { openKafkaBroker } from '@keyledger/broker/adapters/kafka/kafka-broker';
import { DeliveryContext } from '@keyledger/broker/nest/delivery-context';
import { requestsTopic } from '@keyledger/contracts';
import { createLogger, createPool, migrate, systemClock } from '@keyledger/platform';
import {
  UsageOffsets,
  readModelMigrations,
  usageMigrations,
  watchKeys,
  watchNetworks,
} from '@keyledger/read-models';
import { Kafka, logLevel } from 'kafkajs';
import type pg from 'pg';
import { Registry } from 'prom-client';
import { AuditorMonitor } from '../apps/auditor/src/auditor-monitor.js';
import { RequestReader } from '../apps/auditor/src/request-reader.js';
import { auditorGroup, RequestsController } from '../apps/auditor/src/requests.controller.js';

import { withDatabase } from './bench-database.js';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { publishTraffic } from './ingest-traffic.js';
import { withKafka } from './kafka-server.js';
import { MemoryTrack } from './memory-track.js';

const messagesCount = 200_000;
const keysCount = 5_000;
const roundsCount = 7;
/** Rows that are there, plans, compiled code. */
const warmUpRounds = 1;

/** From the topic to rows, as the auditor does it. */
export const ingest: Benchmark = {
  name: 'ingest',
  describe: 'Request events per second from Kafka into rows, over kafkajs whose eachBatch does nothing.',
  run: async () => withKafka(async (addresses) => withDatabase(async (url) => measure(addresses, url))),
};

interface Parts {
  readonly addresses: readonly string[];
  readonly namePrefix: string;
  readonly pool: pg.Pool;
  readonly memory: MemoryTrack;
}

/** Messages per second. */
interface Round {
  readonly ours: number;
  readonly bare: number;
}

async function measure(addresses: readonly string[], databaseUrl: string): Promise<BenchmarkResult> {
  await migrate(databaseUrl, 'read', readModelMigrations);
  await migrate(databaseUrl, 'usage', usageMigrations);
  const pool = createPool(databaseUrl, { applicationName: 'bench' });
  const parts = { addresses, namePrefix: `bench-${randomUUID()}.`, pool, memory: new MemoryTrack() };
  try {
    await fillTopic(parts);
    const rounds: Round[] = [];
    for (let round = 0; round < warmUpRounds + roundsCount; round++) {
      rounds.push(await measureRound(parts, round));
      parts.memory.sample();
    }
    const measured = rounds.slice(warmUpRounds);
    return {
      ratio: Math.round(median(measured.map(({ ours, bare }) => ours / bare)) * 1_000) / 1_000,
      messagesPerSecond: Math.round(median(measured.map(({ ours }) => ours))),
      bareMessagesPerSecond: Math.round(median(measured.map(({ bare }) => bare))),
      ...{ messagesPerRound: messagesCount, keys: keysCount, rounds: roundsCount },
      ...parts.memory.summary(),
    };
  } finally {
    await pool.end();
    await deleteTopics(parts);
  }
}

async function fillTopic({ addresses, namePrefix }: Parts): Promise<void> {
  const broker = await openKafkaBroker({ brokers: addresses, namePrefix });
  try {
    await broker.ensureTopics([requestsTopic]);
    await publishTraffic(broker, messagesCount, keysCount);
  } finally {
    await broker.close();
  }
}

async function deleteTopics({ addresses, namePrefix }: Parts): Promise<void> {
  const admin = client(addresses).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((name) => name.startsWith(namePrefix));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
}

async function measureRound(parts: Parts, round: number): Promise<Round> {
  const group = `round-${round}`;
  if (round % 2 === 0) return { ours: await ingestAll(parts, group), bare: await fetchAll(parts, group) };
  const bare = await fetchAll(parts, group);
  return { bare, ours: await ingestAll(parts, group) };
}

/** Each side from when it has its partitions to when it has had every message. */
class Watch {
  readonly done: Promise<number>;
  private startedAt: number | null = null;
  private left = messagesCount;
  private finish: (messagesPerSecond: number) => void = () => undefined;

  constructor() {
    this.done = new Promise((resolve) => (this.finish = resolve));
  }

  start(): void {
    this.startedAt ??= performance.now();
  }

  count(messages: number): void {
    this.left -= messages;
    if (this.left > 0 || this.startedAt === null) return;
    this.finish((messagesCount * 1_000) / (performance.now() - this.startedAt));
  }
}

/** The auditor's own controller on the product's own consumer, counting into rows that earlier rounds have made. */
async function ingestAll({ addresses, namePrefix, pool }: Parts, group: string): Promise<number> {
  await pool.query('TRUNCATE usage.consumer_offset, usage.producer_sequence');
  const broker = await openKafkaBroker({ brokers: addresses, namePrefix });
  const metrics = new Registry();
  const logger = createLogger({ logLevel: 'warn' });
  // Whether a key exists is asked once in the life of an auditor; here it is taken to know them all.
  const keys = { strangers: async () => new Set<string>() };
  const nothing = () => undefined;
  const watching = { now: () => systemClock.now(), onSignals: nothing, onFailure: nothing };
  const effects = { ofRequests: [watchKeys(watching)], ofUnknownKeys: watchNetworks(watching) };
  const monitor = AuditorMonitor.of(metrics);
  const kept = { choices: async () => () => 'full' as const };
  const reader = new RequestReader(keys, kept, systemClock);
  const controller = new RequestsController(pool, logger, monitor, reader, effects);
  const offsets = new UsageOffsets(pool, auditorGroup);
  const watch = new Watch();
  try {
    await broker.consume({
      ...{ topic: requestsTopic.name, group },
      offsets: {
        load: async (topic, partition) => {
          watch.start(); // asked for as soon as the partition is ours
          return offsets.load(topic, partition);
        },
      },
      handler: async (batch, context) => {
        await controller.onRequests(batch, new DeliveryContext([context]));
        watch.count(batch.messages.length);
      },
    });
    return await watch.done;
  } finally {
    await broker.close();
  }
}

async function fetchAll({ addresses, namePrefix }: Parts, group: string): Promise<number> {
  const consumer = client(addresses).consumer({ groupId: `${namePrefix}bare-${group}` });
  const watch = new Watch();
  consumer.on(consumer.events.GROUP_JOIN, () => watch.start());
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [namePrefix + requestsTopic.name], fromBeginning: true });
    await consumer.run({ eachBatch: async ({ batch }) => watch.count(batch.messages.length) });
    return await watch.done;
  } finally {
    await consumer.disconnect();
  }
}

function client(addresses: readonly string[]): Kafka {
  return new Kafka({ brokers: [...addresses], clientId: 'bench', logLevel: logLevel.NOTHING });
}
