import { type WakeSignal, backoffMs, sleep } from '@keyledger/platform';
import { batchMessagesMaxDefault, type Broker, type Consumption, type ReceivedMessage } from './broker.js';
import { deliver } from './delivery.js';
import { OffsetBeyondEnd, offsetRetryMs } from './offset-beyond-end.js';

/** One partition, as its present holder reads it. Every method rejects when it is no longer ours to hold. */
export interface PartitionSource {
  readonly partition: number;
  /** The broker's own record for the group: the next offset to deliver. */
  committed(): Promise<bigint>;
  /** Messages from `offset` on, in order; empty at the end. */
  read(offset: bigint, messagesMax: number): Promise<PartitionPage>;
  commit(nextOffset: bigint): Promise<void>;
}

export interface PartitionPage {
  readonly messages: readonly ReceivedMessage[];
  readonly endOffset: bigint;
}

export interface PartitionLoopOptions {
  readonly source: PartitionSource;
  readonly consumption: Consumption;
  /** For dead letters. */
  readonly broker: Pick<Broker, 'publish'>;
  readonly wake: WakeSignal;
  /** Ends the loop, after the batch in hand. */
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** A wake-up may get lost, so the partition is looked at this often all the same (style rule 16). */
export const pollMs = 1_000;

/** Delivers a partition's messages in order until it is told to stop. Rejects when the partition was lost. */
export async function consumePartition(options: PartitionLoopOptions): Promise<void> {
  const { source, consumption, wake, signal } = options;
  const { topic, batchMessagesMax = batchMessagesMaxDefault } = consumption;
  let offset = await startOffset(options);
  while (offset !== undefined && !signal.aborted) {
    const { messages, endOffset } = await source.read(offset, batchMessagesMax);
    const last = messages.at(-1);
    if (offset > endOffset) {
      options.onError(new OffsetBeyondEnd(topic, source.partition, offset, endOffset));
      await sleep(offsetRetryMs, signal);
      offset = await startOffset(options);
      continue;
    }
    if (last === undefined) {
      await wake.wait(pollMs, signal);
      continue;
    }
    const batch = { topic, partition: source.partition, messages, endOffset };
    if (!(await deliver(batch, options, signal))) return;
    offset = last.offset + 1n;
    await source.commit(offset);
  }
}

/** The consumer's own offset wins over the broker's. Undefined when told to stop before either could be asked. */
async function startOffset(options: PartitionLoopOptions): Promise<bigint | undefined> {
  const { source, consumption, signal, onError } = options;
  for (let attempt = 0; !signal.aborted; attempt++) {
    let own: bigint | undefined;
    try {
      own = await consumption.offsets?.load(consumption.topic, source.partition);
    } catch (error) {
      onError(error);
      await sleep(backoffMs(attempt, Math.random()), signal);
      continue;
    }
    return own ?? (await source.committed());
  }
  return undefined;
}
