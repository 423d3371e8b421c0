/** Messages of one key keep their order: they go to one partition. */
export interface OutgoingMessage {
  /** Partition key. */
  readonly key: string;
  /** Unique per message; a retried publication of the same id has no second effect where the broker can tell. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * UTF-8 text, JSON by convention of the content type in the headers. Null on a compacted topic is a tombstone: there is
   * nothing more to know of this key.
   */
  readonly value: string | null;
}

export interface ReceivedMessage extends OutgoingMessage {
  /** Rises within a partition, not necessarily by one. */
  readonly offset: bigint;
}

/** Consecutive messages of one partition, in order; never empty. */
export interface MessageBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly ReceivedMessage[];
  /** Offset that the partition's next message will get, as known when the batch was read: what lag is measured by. */
  readonly endOffset: bigint;
}

/** A message that can never be handled: it goes to the dead-letter topic with the reason. */
export interface PoisonMessage {
  readonly message: ReceivedMessage;
  readonly reason: string;
}

/** What a handler may ask of the broker while it has a batch in hand. */
export interface BatchContext {
  /**
   * Publishes messages that make no sense to the dead-letter topic, with the reason. Resolves once durable; await it
   * before you commit anything, or a crash in between loses them. Repeating it has no second effect.
   */
  deadLetter(poison: readonly PoisonMessage[]): Promise<void>;
}

/**
 * Handles one batch. Resolving moves the offset. A rejection means that nothing of the batch took effect: it is
 * delivered again (at least once), after a back-off, for as long as it takes where the rejection was an outage, and
 * otherwise as `delivery.ts` says.
 */
export type BatchHandler = (batch: MessageBatch, context: BatchContext) => Promise<void>;

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
  /** A new group starts at the oldest message that the topic still has. */
  readonly group: string;
  readonly handler: BatchHandler;
  readonly offsets?: OffsetStore;
  /** Most messages in one batch. */
  readonly batchMessagesMax?: number;
  /** Whether a rejection means that something is out of reach, not that a message is at fault; default `isOutage`. */
  readonly isOutage?: (error: unknown) => boolean;
  /** Told of every rejection before the batch is delivered again. */
  readonly onRejected?: (error: unknown, batch: MessageBatch) => void;
  /** Told of every message that was given up on because its handling kept being rejected. */
  readonly onGivenUp?: (poison: PoisonMessage, batch: MessageBatch) => void;
}

export interface Consumer {
  /** Finishes the batch in hand, gives its partitions back. */
  stop(): Promise<void>;
}

interface TopicShape {
  readonly name: string;
  readonly partitions: number;
}

/** Keeps every message for a while. */
export interface DeletingTopic extends TopicShape {
  readonly cleanup: 'delete';
  readonly retentionMs: number;
}

/**
 * Keeps at least the newest message of each key, for ever: who reads it from the start knows the state of every key.
 * Older messages of a key go some time after a newer one has come, a tombstone `tombstoneRetentionMs` after it was written.
 */
export interface CompactedTopic extends TopicShape {
  readonly cleanup: 'compact';
}

export type TopicDefinition = DeletingTopic | CompactedTopic;

/** A consumer that reads a compacted topic from the start must reach its end within this time to see every tombstone. */
export const tombstoneRetentionMs = 7 * 24 * 60 * 60 * 1000;

/** Held to by `contract.ts`, which every adapter runs. */
export interface Broker {
  /** Creates what is missing; never changes what exists. */
  ensureTopics(topics: readonly TopicDefinition[]): Promise<void>;
  /**
   * Resolves once durable. Rejects with `BrokerUnavailable` on an outage: it may or may not have been written then,
   * and repeating it with the same ids settles that. Rejects with `UnknownTopic` and `MessageTooLarge`.
   */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /**
   * Several consumers of one group share the partitions; each partition has one at a time. Creates the dead-letter
   * topic, resolves, and from then on survives outages by itself.
   */
  consume(consumption: Consumption): Promise<Consumer>;
  /** Stops what it consumes; publishing rejects afterwards. */
  close(): Promise<void>;
}

export class BrokerUnavailable extends Error {
  override readonly name: 'BrokerUnavailable' | 'BrokerRefusesUs' = 'BrokerUnavailable';
}

/**
 * It is there and turns us away: a wrong password, a certificate that is not trusted. An outage like any other for what is
 * under way, since operators change such things; at a start there is nothing to wait for.
 */
export class BrokerRefusesUs extends BrokerUnavailable {
  override readonly name = 'BrokerRefusesUs';
}

export class UnknownTopic extends Error {
  override readonly name = 'UnknownTopic';

  constructor(topic: string) {
    super(`there is no topic ${topic}`);
  }
}

export class MessageTooLarge extends Error {
  override readonly name = 'MessageTooLarge';
}

export const batchMessagesMaxDefault = 500;

/** Kafka's default bound on a message, less room for its headers. */
export const messageValueBytesMax = 1_000_000;

/** Rejects what no broker would take, before it is sent. */
export function assertPublishable(messages: readonly OutgoingMessage[]): void {
  for (const { id, value } of messages) {
    if (value === null || value.length * utf8BytesPerUnitMax <= messageValueBytesMax) continue;
    const bytes = Buffer.byteLength(value);
    if (bytes > messageValueBytesMax)
      throw new MessageTooLarge(`message ${id} has ${bytes} bytes; at most ${messageValueBytesMax}`);
  }
}

/** A UTF-16 unit takes at most three bytes in UTF-8: short messages need no counting. */
const utf8BytesPerUnitMax = 3;
