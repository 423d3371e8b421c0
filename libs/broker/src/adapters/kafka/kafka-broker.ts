import {
  assertPublishable,
  type Broker,
  BrokerUnavailable,
  type Consumer,
  type Consumption,
  type OutgoingMessage,
  type TopicDefinition,
} from '../../broker.js';
import { deadLetterDefinition } from '../../dead-letter.js';
import { createClient, type KafkaBrokerOptions } from './kafka-client.js';
import { KafkaConsumer } from './kafka-consumer.js';
import { protocolErrorOf } from './kafka-error.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { KafkaTopics } from './kafka-topics.js';

const sessionMsMaxDefault = 10_000;

/** Connects when it is first used. */
export async function openKafkaBroker(options: KafkaBrokerOptions): Promise<Broker> {
  return new KafkaBroker(options);
}

/**
 * Apache Kafka, or what speaks its protocol. It cannot tell a repeated publication from a new one: consumers that count
 * must drop repeats by id themselves.
 */
class KafkaBroker implements Broker {
  private readonly kafka;
  private readonly topics: KafkaTopics;
  private readonly publisher: KafkaPublisher;
  private readonly consumers = new Set<KafkaConsumer>();
  private readonly onError: (error: unknown) => void;
  private closed = false;

  constructor(private readonly options: KafkaBrokerOptions) {
    const { onError = () => undefined, onWarning = () => undefined } = options;
    this.onError = onError;
    this.kafka = createClient(options);
    this.topics = new KafkaTopics(this.kafka, this.clusterName, onWarning);
    this.publisher = new KafkaPublisher(this.kafka);
  }

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<void> {
    this.assertOpen();
    await this.topics.ensure(topics);
  }

  async publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    this.assertOpen();
    assertPublishable(messages);
    if (messages.length === 0) return;
    await this.topics.assertExists(topic);
    try {
      await this.publisher.publish(this.clusterName(topic), messages);
    } catch (error) {
      if (protocolErrorOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION') this.topics.forget(topic);
      throw error;
    }
  }

  async consume(consumption: Consumption): Promise<Consumer> {
    this.assertOpen();
    await this.topics.assertExists(consumption.topic);
    await this.topics.ensure([deadLetterDefinition(consumption.topic)]);
    const consumer = new KafkaConsumer({
      kafka: this.kafka,
      clusterName: this.clusterName,
      sessionMsMax: this.options.sessionMsMax ?? sessionMsMaxDefault,
      consumption,
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
    if (this.closed) return;
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    this.closed = true;
    await this.publisher.close();
  }

  private readonly clusterName = (name: string): string => `${this.options.namePrefix ?? ''}${name}`;

  private assertOpen(): void {
    if (this.closed) throw new BrokerUnavailable('the broker is closed');
  }
}
