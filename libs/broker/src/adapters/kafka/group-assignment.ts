import { backoffMs, sleep } from '@keyledger/platform';
import type { OffsetStore } from '../../broker.js';

export interface GroupAssignmentOptions {
  readonly topic: string;
  readonly offsets: OffsetStore | undefined;
  /** Makes the next fetch of the partition begin there. */
  readonly seek: (partition: number, offset: bigint) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * The partitions that the group has given this member, and where the member's own offsets say that each begins. Asked
 * for as soon as they are assigned, so that the first fetch may begin there already; a batch fetched before that is
 * known waits for it.
 */
export class GroupAssignment {
  private starts = new Map<number, Promise<bigint | undefined>>();
  private ending = new AbortController();

  constructor(private readonly options: GroupAssignmentOptions) {}

  /** Replaces whatever was assigned before. */
  begin(partitions: readonly number[]): void {
    this.end();
    const { signal } = this.ending;
    this.starts = new Map(partitions.map((partition) => [partition, this.findStart(partition, signal)]));
  }

  end(): void {
    this.ending.abort();
    this.ending = new AbortController();
  }

  /** The member's own offset may be another one by now. */
  askAgain(partition: number): void {
    this.starts.set(partition, this.findStart(partition, this.ending.signal));
  }

  /** The smallest offset that may be delivered; undefined leaves it to the group's own record. Never rejects. */
  async startOf(partition: number): Promise<bigint | undefined> {
    return this.starts.get(partition);
  }

  private async findStart(partition: number, signal: AbortSignal): Promise<bigint | undefined> {
    const { topic, offsets, seek, onError } = this.options;
    for (let attempt = 0; offsets !== undefined && !signal.aborted; attempt++) {
      try {
        const start = await offsets.load(topic, partition);
        if (start !== undefined && this.ending.signal === signal) seek(partition, start);
        return start;
      } catch (error) {
        onError(error);
        await sleep(backoffMs(attempt, Math.random()), signal);
      }
    }
    return undefined;
  }
}
