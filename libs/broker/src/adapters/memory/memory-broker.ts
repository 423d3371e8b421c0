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
import { MemoryConsumer } from './memory-consumer.js';
import { MemoryTopics } from './memory-topics.js';

/** For unit tests: everything the port promises but durability. */
export class MemoryBroker implements Broker {
  private readonly consumers = new Set<MemoryConsumer>();
  private closed = false;

  constructor(
    private readonly topics = new MemoryTopics(),
    private readonly onError: (error: unknown) => void = () => undefined,
  ) {}

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<void> {
    this.assertOpen();
    for (const topic of topics) this.topics.ensure(topic);
  }

  async publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    this.assertOpen();
    assertPublishable(messages);
    this.topics.append(topic, messages);
  }

  async consume(consumption: Consumption): Promise<Consumer> {
    this.assertOpen();
    const topic = this.topics.topic(consumption.topic);
    this.topics.ensure(deadLetterDefinition(consumption.topic));
    const group = this.topics.group(consumption.topic, consumption.group);
    const consumer = new MemoryConsumer(this, topic, group, consumption, this.onError);
    this.consumers.add(consumer);
    return consumer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    this.closed = true;
  }

  /** As when the process dies. */
  crash(): void {
    this.closed = true;
    for (const consumer of this.consumers) consumer.crash();
  }

  private assertOpen(): void {
    if (this.closed) throw new BrokerUnavailable('the broker is closed');
  }
}
