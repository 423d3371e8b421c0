import { createPool, isConnectionError, listen, type Listener } from '@keyledger/platform';
import type pg from 'pg';
import {
  assertPublishable,
  type Broker,
  BrokerUnavailable,
  type Consumer,
  type Consumption,
  type OutgoingMessage,
  type TopicDefinition,
  UnknownTopic,
} from '../../broker.js';
import { deadLetterDefinition } from '../../dead-letter.js';
import { partitionOf } from '../../partition.js';
import { PostgresConsumer } from './postgres-consumer.js';
import { keepCleaning } from './retention.js';
import { queryMsMax } from './session.js';
import * as sql from './statements.js';

export interface PostgresBrokerOptions {
  /** A database that `brokerMigrations` have been run on. */
  readonly databaseUrl: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Told of everything that is survived: lost sessions, failed retention. */
  readonly onError?: (error: unknown) => void;
}

interface Topic {
  readonly id: number;
  readonly partitions: number;
}

const publishConnectionsMax = 4;
const wakeChannel = 'keyledger_broker';

/** Connects when it is first used. */
export async function openPostgresBroker(options: PostgresBrokerOptions): Promise<Broker> {
  return new PostgresBroker(options);
}

/** Messages in a table. One process's consumers share a LISTEN session; each consumer has a session for its locks. */
class PostgresBroker implements Broker {
  private readonly applicationName: string;
  private readonly onError: (error: unknown) => void;
  private readonly pool: pg.Pool;
  private readonly topics = new Map<string, Topic>();
  private readonly consumers = new Set<PostgresConsumer>();
  private readonly closing = new AbortController();
  private readonly retention: Promise<void>;
  private listener: Listener | undefined;

  constructor(private readonly options: PostgresBrokerOptions) {
    this.applicationName = options.applicationName ?? 'keyledger broker';
    this.onError = options.onError ?? (() => undefined);
    this.pool = createPool(options.databaseUrl, {
      applicationName: this.applicationName,
      connectionsMax: publishConnectionsMax,
      onSessionLost: this.onError,
      bounds: { query_timeout: queryMsMax },
    });
    this.retention = keepCleaning(this.pool, this.closing.signal, this.onError);
  }

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<void> {
    for (const topic of topics) {
      const { name, partitions } = topic;
      const retentionMs = topic.cleanup === 'delete' ? topic.retentionMs : null;
      await this.query(sql.createTopic, [name, partitions, retentionMs]);
      await this.query(sql.createPartitions, [name]);
      await this.query(sql.createCompactions, [name]);
    }
  }

  async publish(topicName: string, messages: readonly OutgoingMessage[]): Promise<void> {
    assertPublishable(messages);
    if (messages.length === 0) return;
    const { partitions } = await this.findTopic(topicName);
    await this.query(sql.publish, [
      topicName,
      messages.map(({ key }) => partitionOf(key, partitions)),
      messages.map(({ id }) => id),
      messages.map(({ key }) => key),
      messages.map(({ headers }) => JSON.stringify(headers)),
      messages.map(({ value }) => value),
    ]);
  }

  async consume(consumption: Consumption): Promise<Consumer> {
    const { id: topicId, partitions } = await this.findTopic(consumption.topic);
    await this.ensureTopics([deadLetterDefinition(consumption.topic)]);
    this.listener ??= listen({
      databaseUrl: this.options.databaseUrl,
      channel: wakeChannel,
      onWake: () => {
        for (const consumer of this.consumers) consumer.wake();
      },
      onError: this.onError,
    });
    const consumer = new PostgresConsumer({
      databaseUrl: this.options.databaseUrl,
      applicationName: this.applicationName,
      consumption,
      topicId,
      partitions,
      broker: this,
      onError: this.onError,
    });
    this.consumers.add(consumer);
    return {
      stop: async () => {
        await consumer.stop();
        this.consumers.delete(consumer);
      },
    };
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await this.listener?.stop();
    await this.retention;
    await this.pool.end();
  }

  /** What exists never changes, so it is looked up once. */
  private async findTopic(name: string): Promise<Topic> {
    const known = this.topics.get(name);
    if (known !== undefined) return known;
    const [topic] = await this.query<Topic>(sql.findTopic, [name]);
    if (topic === undefined) throw new UnknownTopic(name);
    this.topics.set(name, topic);
    return topic;
  }

  private async query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(text, values)).rows;
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      throw new BrokerUnavailable('the broker is out of reach', { cause: error });
    }
  }
}
