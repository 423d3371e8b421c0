import { randomUUID } from 'node:crypto';
import { WakeSignal } from '@keyledger/platform';
import type { Broker, Consumer, Consumption } from '../../broker.js';
import { consumePartition, type PartitionSource } from '../../partition-loop.js';
import type { MemoryGroup, MemoryMember } from './memory-group.js';
import type { MemoryTopic } from './memory-topics.js';

interface Worker {
  readonly stopping: AbortController;
  readonly wake: WakeSignal;
  readonly done: Promise<void>;
}

export class MemoryConsumer implements Consumer, MemoryMember {
  readonly id = randomUUID();
  private readonly workers = new Map<number, Worker>();

  constructor(
    private readonly broker: Broker,
    private readonly topic: MemoryTopic,
    private readonly group: MemoryGroup,
    private readonly consumption: Consumption,
    private readonly onError: (error: unknown) => void,
  ) {
    group.join(this);
  }

  async stop(): Promise<void> {
    const running = [...this.workers.values()].map((worker) => worker.done);
    this.group.leave(this);
    await Promise.all(running);
  }

  /** As when the process dies: the partitions are free at once, whatever the handlers still do has no effect. */
  crash(): void {
    for (const [partition, worker] of this.workers) {
      worker.stopping.abort();
      this.group.released(this, partition);
    }
    this.group.leave(this);
  }

  take(partition: number): void {
    const stopping = new AbortController();
    const wake = new WakeSignal();
    const done = consumePartition({
      source: this.source(partition),
      consumption: this.consumption,
      broker: this.broker,
      wake,
      signal: stopping.signal,
      onError: this.onError,
    })
      .catch(this.onError)
      .finally(() => {
        this.workers.delete(partition);
        this.group.released(this, partition);
      });
    this.workers.set(partition, { stopping, wake, done });
  }

  release(partition: number): void {
    this.workers.get(partition)?.stopping.abort();
  }

  wake(): void {
    for (const worker of this.workers.values()) worker.wake.wake();
  }

  private source(partition: number): PartitionSource {
    const { group, topic } = this;
    return {
      partition,
      committed: async () => group.committed(partition),
      read: async (offset, messagesMax) =>
        topic.partitions[partition]?.read(offset, messagesMax) ?? { messages: [], endOffset: 0n },
      commit: async (nextOffset) => group.commit(this, partition, nextOffset),
    };
  }
}
