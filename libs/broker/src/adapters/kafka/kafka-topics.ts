import { StartupError, backoffMs, sleep } from '@keyledger/platform';
import type { Admin, Kafka } from 'kafkajs';
import { BrokerUnavailable, tombstoneRetentionMs, type TopicDefinition, UnknownTopic } from '../../broker.js';
import { asBrokerErrors, protocolErrorOf, toBrokerError } from './kafka-error.js';
import { retry } from './kafka-client.js';

/** Names on the cluster, see `namePrefix`. */
export type ClusterName = (name: string) => string;

/** A cluster may leave the making of topics to its operators. */
const refusals = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_PARTITIONS',
  'INVALID_CONFIG',
]);

const lookPace = { firstMs: 20, maxMs: 500 };
const looksMax = 30;

export class KafkaTopics {
  /** Port names of topics that are there; topics come and do not go. */
  private readonly known = new Set<string>();

  constructor(
    private readonly kafka: Kafka,
    private readonly clusterName: ClusterName,
    private readonly onWarning: (warning: string) => void,
  ) {}

  /** Throws a `StartupError` when the cluster does not let us create what is missing. */
  async ensure(definitions: readonly TopicDefinition[]): Promise<void> {
    const unknown = definitions.filter(({ name }) => !this.known.has(name));
    if (unknown.length === 0 && definitions.length > 0) return; // no topic at all asks whether the cluster answers
    await this.withAdmin(async (admin) => {
      const existing = await asBrokerErrors(() => partitionCounts(admin));
      for (const definition of unknown) {
        const partitions = existing.get(this.clusterName(definition.name));
        if (partitions === undefined) {
          await this.create(admin, definition);
          await untilKnown(admin, this.clusterName(definition.name));
        } else this.compare(definition, partitions);
        this.known.add(definition.name);
      }
    });
  }

  /** Rejects with `UnknownTopic`. Never asks the cluster for the topic by name, which may be enough to create it there. */
  async assertExists(name: string): Promise<void> {
    if (this.known.has(name)) return;
    const existing = await this.withAdmin((admin) => asBrokerErrors(() => partitionCounts(admin)));
    if (!existing.has(this.clusterName(name))) throw new UnknownTopic(name);
    this.known.add(name);
  }

  /** It seems to be gone: the next one to need it looks again. */
  forget(name: string): void {
    this.known.delete(name);
  }

  private async create(admin: Admin, definition: TopicDefinition): Promise<void> {
    const { partitions } = definition;
    const topic = this.clusterName(definition.name);
    const settings = settingsOf(definition);
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    try {
      // Answers false when another process was faster. Replicas: as the cluster has it by default.
      await admin.createTopics({
        topics: [{ topic, numPartitions: partitions, configEntries }],
        waitForLeaders: false, // the client takes a broker that has not heard of the topic yet for one that never will
      });
    } catch (error) {
      const refusal = creationErrorOf(error);
      if (!refusals.has(refusal ?? '')) throw toBrokerError(error);
      throw new StartupError(
        `The Kafka cluster refuses to create the topic ${topic} (${refusal}). Create it with ${partitions} partitions` +
          ` and ${settingsText(settings)}, or allow Keyledger to.`,
        { cause: error },
      );
    }
  }

  private compare({ name, partitions }: TopicDefinition, existing: number): void {
    if (existing >= partitions) return;
    this.onWarning(
      `the topic ${this.clusterName(name)} has ${existing} partitions, fewer than ${partitions}:` +
        ' no more consumers than that can share it',
    );
  }

  /** Needed at start alone, so no connection is kept. */
  private async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin({ retry });
    try {
      await asBrokerErrors(() => admin.connect());
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

function settingsOf(definition: TopicDefinition): Readonly<Record<string, string>> {
  switch (definition.cleanup) {
    case 'delete':
      return { 'cleanup.policy': 'delete', 'retention.ms': String(definition.retentionMs) };
    case 'compact':
      return { 'cleanup.policy': 'compact', 'delete.retention.ms': String(tombstoneRetentionMs) };
  }
}

function settingsText(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' and ');
}

async function partitionCounts(admin: Admin): Promise<ReadonlyMap<string, number>> {
  const { topics } = await admin.fetchTopicMetadata();
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

/** The controller answers before every broker has heard of a topic. */
async function untilKnown(admin: Admin, topic: string): Promise<void> {
  for (let attempt = 0; attempt < looksMax; attempt++) {
    const existing = await asBrokerErrors(() => partitionCounts(admin));
    if (existing.has(topic)) return;
    await sleep(backoffMs(attempt, Math.random(), lookPace));
  }
  throw new BrokerUnavailable(`the topic ${topic} was created, but no broker knows it`);
}

/** The client wraps one error per topic. */
function creationErrorOf(error: unknown): string | undefined {
  const { errors = [] } = error as { errors?: readonly unknown[] };
  return protocolErrorOf(errors[0] ?? error);
}
