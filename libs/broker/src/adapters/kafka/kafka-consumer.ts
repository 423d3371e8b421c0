import { backoffMs, sleep } from '@keyledger/platform';
import type { Consumer as KafkaClientConsumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { type Broker, type Consumer, type Consumption } from '../../broker.js';
import { deliver } from '../../delivery.js';
import { OffsetBeyondEnd, offsetRetryMs } from '../../offset-beyond-end.js';
import { GroupAssignment } from './group-assignment.js';
import { retry } from './kafka-client.js';
import { toBrokerError } from './kafka-error.js';
import { decodeMessage } from './kafka-message.js';
import type { ClusterName } from './kafka-topics.js';

export interface KafkaConsumerOptions {
  readonly kafka: Kafka;
  readonly clusterName: ClusterName;
  readonly sessionMsMax: number;
  readonly consumption: Consumption;
  /** For dead letters. */
  readonly broker: Pick<Broker, 'publish'>;
  readonly onError: (error: unknown) => void;
}

/** A rebalance waits this long for members that have a batch in hand. */
const rebalanceMsMax = 60_000;
const heartbeatsPerSession = 10;
/** An idle fetch waits this long at the broker; stopping waits for it. */
const fetchWaitMsMax = 500;
/** Compressed, in one fetch; the next one begins when every batch of it is handled. */
const fetchBytesMax = 8 * 1024 * 1024;
const partitionFetchBytesMax = 1024 * 1024;
/** Of a fetch, whose messages are all in memory already: larger batches than elsewhere cost nothing and save much. */
const batchMessagesMaxDefault = 10_000;
/** Batches in the handler at a time, of one partition each. */
const partitionsInHandMax = 4;

/**
 * A member of a consumer group, for as long as it is not told to stop: when the client library gives up, whatever the
 * reason, a new one begins where the group is.
 */
export class KafkaConsumer implements Consumer {
  private readonly stopping = new AbortController();
  private readonly done: Promise<void>;
  private readonly topic: string;

  constructor(private readonly options: KafkaConsumerOptions) {
    this.topic = options.clusterName(options.consumption.topic);
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.runMembership(() => (attempt = 0));
      } catch (error) {
        this.options.onError(toBrokerError(error));
      }
      await sleep(backoffMs(attempt, Math.random()), signal);
    }
  }

  /** Ends when told to stop, rejects when the membership was lost. */
  private async runMembership(onJoined: () => void): Promise<void> {
    const consumer = this.createConsumer();
    const assignment = this.createAssignment(consumer);
    const crashed = new Promise<unknown>((resolve) =>
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        resolve(payload.error);
      }),
    );
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      onJoined();
      assignment.begin(payload.memberAssignment[this.topic] ?? []);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [this.topic], fromBeginning: true });
      // Resolves when the group has been joined, or has not and `crashed` tells why. To disconnect before that would
      // leave a member behind that nobody stops.
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsInHandMax,
        eachBatch: (payload) => this.handleFetched(payload, assignment),
      });
      await Promise.race([crashed.then(reject), aborted(this.stopping.signal)]);
    } finally {
      assignment.end();
      await consumer.disconnect();
    }
  }

  private createConsumer(): KafkaClientConsumer {
    const { kafka, clusterName, consumption, sessionMsMax } = this.options;
    return kafka.consumer({
      // The client shares the leader's topics among all members of a group, so each topic has a group of its own.
      groupId: `${clusterName(consumption.group)}.${consumption.topic}`,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionMsMax,
      rebalanceTimeout: rebalanceMsMax,
      heartbeatInterval: this.heartbeatMs,
      maxWaitTimeInMs: fetchWaitMsMax,
      maxBytes: fetchBytesMax,
      maxBytesPerPartition: partitionFetchBytesMax,
      // The client's own restart does not know of a stop that came in between.
      retry: { ...retry, restartOnFailure: async () => false },
    });
  }

  private createAssignment(consumer: KafkaClientConsumer): GroupAssignment {
    const { consumption, onError } = this.options;
    return new GroupAssignment({
      topic: consumption.topic,
      offsets: consumption.offsets,
      seek: (partition, offset) => {
        consumer.seek({ topic: this.topic, partition, offset: offset.toString() });
      },
      onError,
    });
  }

  /** Whatever of a fetch is not resolved here is fetched again. */
  private async handleFetched(payload: EachBatchPayload, assignment: GroupAssignment): Promise<void> {
    await this.stayingMember(payload, async (signal) => {
      const { batch } = payload;
      const start = await Promise.race([assignment.startOf(batch.partition), aborted(signal)]);
      // Fetched before the seek took effect: the next fetch begins at the right place.
      if (signal.aborted || payload.isStale()) return;
      if (start !== undefined && start > BigInt(batch.highWatermark)) {
        await this.reportBeyondEnd(batch, start, signal);
        assignment.askAgain(batch.partition);
        return;
      }
      const messages = batch.messages.filter(({ offset }) => start === undefined || BigInt(offset) >= start);
      if (messages.length === 0) payload.resolveOffset(batch.lastOffset());
      await this.deliverInChunks(messages, payload, signal);
    });
  }

  /** The client has gone to the start of the partition instead. */
  private async reportBeyondEnd(
    { partition, highWatermark }: EachBatchPayload['batch'],
    start: bigint,
    signal: AbortSignal,
  ): Promise<void> {
    const { consumption, onError } = this.options;
    onError(new OffsetBeyondEnd(consumption.topic, partition, start, BigInt(highWatermark)));
    await sleep(offsetRetryMs, signal);
  }

  /**
   * Heartbeats while `work` is under way, however long the handler or its back-off take. When the group is about to
   * share anew, `work` is told to end with what it has in hand; the rejection then makes the client join again.
   */
  private async stayingMember(
    payload: EachBatchPayload,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const leaving = new AbortController();
    const beat = (): void => {
      payload.heartbeat().catch((error: unknown) => {
        leaving.abort(error);
      });
    };
    const timer = setInterval(beat, this.heartbeatMs);
    try {
      await work(AbortSignal.any([this.stopping.signal, leaving.signal]));
    } finally {
      clearInterval(timer);
    }
    leaving.signal.throwIfAborted();
  }

  private async deliverInChunks(
    messages: readonly KafkaMessage[],
    payload: EachBatchPayload,
    signal: AbortSignal,
  ): Promise<void> {
    const { consumption, broker } = this.options;
    const { topic, batchMessagesMax = batchMessagesMaxDefault } = consumption;
    const { partition, highWatermark } = payload.batch;
    const endOffset = BigInt(highWatermark);
    for (let from = 0; from < messages.length && !payload.isStale(); from += batchMessagesMax) {
      // No sooner than it is its turn: what is decoded takes more memory than what was fetched.
      const chunk = messages
        .slice(from, from + batchMessagesMax)
        .map((message) => decodeMessage(message, topic, partition));
      const last = chunk.at(-1)?.offset ?? 0n;
      const batch = { topic, partition, messages: chunk, endOffset };
      if (!(await deliver(batch, { broker, consumption }, signal))) return;
      payload.resolveOffset(last.toString());
      await this.commit(payload, last + 1n);
    }
  }

  /** Not by the consumer's own `commitOffsets`, which does nothing, silently, once it is stopping. */
  private async commit(payload: EachBatchPayload, next: bigint): Promise<void> {
    const partitions = [{ partition: payload.batch.partition, offset: next.toString() }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic: this.topic, partitions }] });
  }

  private get heartbeatMs(): number {
    return this.options.sessionMsMax / heartbeatsPerSession;
  }
}

function reject(error: unknown): never {
  throw error;
}

async function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
