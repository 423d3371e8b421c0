import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import { BrokerUnavailable, MessageTooLarge, type OutgoingMessage } from '../../broker.js';
import { retry } from './kafka-client.js';
import { toBrokerError } from './kafka-error.js';
import { type EncodedMessage, encodeMessage } from './kafka-message.js';

/** Messages of one request: a partition takes about a million bytes in one batch by default (`max.message.bytes`). */
const requestBytesMax = 900_000;

/**
 * The idempotent producer of one process. Publications take turns, and a producer that has failed is never used again:
 * whether its last request was written is not known, so its sequence numbers may already be taken, and a broker
 * would then swallow new messages as repeated ones.
 */
export class KafkaPublisher {
  private producer: Promise<Producer> | undefined;
  private lastTurn: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly kafka: Kafka) {}

  /** In order, each request acknowledged by all replicas in sync before the next one. */
  async publish(clusterTopic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const requests = requestsOf(messages.map(encodeMessage));
    const turn = this.lastTurn.then(async () => {
      for (const request of requests) await this.send(clusterTopic, request);
    });
    this.lastTurn = turn.catch(() => undefined);
    await turn;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.lastTurn;
    await this.discard();
  }

  private async send(topic: string, messages: readonly EncodedMessage[]): Promise<void> {
    if (this.closed) throw new BrokerUnavailable('the broker is closed');
    try {
      this.producer ??= this.connect();
      const producer = await this.producer;
      const plain = messages.map(({ key, headers, value }): Message => ({ key, headers, value }));
      await producer.send({ topic, messages: plain, acks: -1, compression: CompressionTypes.GZIP });
    } catch (error) {
      await this.discard();
      const cause = toBrokerError(error);
      if (!(cause instanceof MessageTooLarge) || messages.length === 1) throw cause;
      await this.sendHalves(topic, messages);
    }
  }

  /** This cluster takes less in one batch than others: it may still take the messages one by one. */
  private async sendHalves(topic: string, messages: readonly EncodedMessage[]): Promise<void> {
    const half = Math.ceil(messages.length / 2);
    await this.send(topic, messages.slice(0, half));
    await this.send(topic, messages.slice(half));
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner, // murmur2, as every other client has it
      retry,
    });
    try {
      await producer.connect();
    } catch (error) {
      await disconnect(producer);
      throw error;
    }
    return producer;
  }

  private async discard(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    if (producer !== undefined) await producer.then(disconnect, () => undefined);
  }
}

async function disconnect(producer: Producer): Promise<void> {
  await producer.disconnect().catch(() => undefined); // it has failed: there is nothing left to do with it
}

function requestsOf(messages: readonly EncodedMessage[]): readonly (readonly EncodedMessage[])[] {
  const requests: EncodedMessage[][] = [];
  let request: EncodedMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    if (request.length > 0 && bytes + message.bytes > requestBytesMax) {
      requests.push(request);
      request = [];
      bytes = 0;
    }
    request.push(message);
    bytes += message.bytes;
  }
  if (request.length > 0) requests.push(request);
  return requests;
}
