/** Messages of one key keep their order: they go to one partition. */
export interface OutgoingMessage {
  /** Partition key. */
  readonly key: string;
  /** Unique per message; a retried publication of the same id has no second effect where the broker can tell. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** UTF-8 text, JSON by convention of the content type in the headers. */
  readonly value: string;
}

export interface ReceivedMessage extends OutgoingMessage {
  /** Rises within a partition, not necessarily by one. */
  readonly offset: bigint;
}

/** Consecutive messages of one partition, in order. */
export interface MessageBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly ReceivedMessage[];
}

/** A message that can never be handled: it goes to the dead-letter topic with the reason. */
export interface PoisonMessage {
  readonly message: ReceivedMessage;
  readonly reason: string;
}

/**
 * Handles one batch and answers with the messages it could not make sense of. A rejection means that nothing of
 * the batch took effect: it is delivered again (at least once), after a back-off, for as long as it takes.
 */
export type BatchHandler = (batch: MessageBatch) => Promise<readonly PoisonMessage[]>;

/**
 * Where a consumer that commits its offsets together with its rows keeps them. Asked on every assignment;
 * `undefined` leaves it to the broker's own record for the group.
 */
export interface OffsetStore {
  /** The next offset to deliver. */
  load(topic: string, partition: number): Promise<bigint | undefined>;
}

export interface Consumption {
  readonly topic: string;
  readonly group: string;
  readonly handler: BatchHandler;
  readonly offsets?: OffsetStore;
  /** Most messages in one batch. */
  readonly batchMessagesMax?: number;
}

export interface Consumer {
  /** Finishes the batch in hand, gives its partitions back. */
  stop(): Promise<void>;
}

export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
}

/** Held to by `contract.ts`, which every adapter runs. */
export interface Broker {
  /** Creates what is missing; never changes what exists. */
  ensureTopics(topics: readonly TopicDefinition[]): Promise<void>;
  /** Resolves once durable. Rejects with `BrokerUnavailable` on an outage. */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /** Several consumers of one group share the partitions; each partition has one at a time. */
  consume(consumption: Consumption): Promise<Consumer>;
  close(): Promise<void>;
}

export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** Where messages go that no consumer can handle. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead-letter`;
}
