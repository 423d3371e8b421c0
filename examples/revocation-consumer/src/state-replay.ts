import { Kafka, logLevel } from 'kafkajs';

/** Knows when the state topic has been read up to where it ended at the start: from then on the deny list is whole. */
export class StateReplay {
  /** Resolves when it is. */
  readonly complete: Promise<void>;
  private readonly missing: Map<number, bigint>;
  private finish: () => void = () => undefined;

  private constructor(ends: readonly (readonly [number, bigint])[]) {
    this.missing = new Map(ends);
    this.complete = new Promise((resolve) => (this.finish = resolve));
    this.finishWhenThere();
  }

  /** Rejects where the topic does not exist: Keyledger has not run on this cluster yet. */
  static async begin(brokers: readonly string[], topic: string): Promise<StateReplay> {
    const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const offsets = await admin.fetchTopicOffsets(topic);
      const ends = offsets
        .filter(({ low, high }) => low !== high)
        .map(({ partition, high }) => [partition, BigInt(high)] as const);
      return new StateReplay(ends);
    } finally {
      await admin.disconnect();
    }
  }

  handled(partition: number, offset: string): void {
    const end = this.missing.get(partition);
    if (end === undefined || BigInt(offset) + 1n < end) return;
    this.missing.delete(partition);
    this.finishWhenThere();
  }

  private finishWhenThere(): void {
    if (this.missing.size === 0) this.finish();
  }
}
