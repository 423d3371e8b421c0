import type { MessageBatch } from '@keyledger/broker';
import type { Readiness } from '@keyledger/platform';
import type { UsageWritten } from '@keyledger/read-models';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const batchSizeBuckets = [1, 5, 20, 100, 500];

/** Why a message went to the dead-letter topic: nobody can make sense of it, or its handling kept failing. */
export type PoisonKind = 'unreadable' | 'given-up';

/**
 * A partition whose last rejection is older than this is no longer ours, or was given up: one that still fails is
 * delivered again within seconds, and each attempt is bounded by the time-outs of the database.
 */
export const failingMsMax = 30_000;

/** What the auditor shows of itself: metrics and readiness. One per process, whoever asks for it first. */
export class AuditorMonitor {
  private static readonly ofRegistry = new WeakMap<Registry, AuditorMonitor>();
  private readonly events: Counter<'outcome'>;
  private readonly unknownKeys: Counter;
  private readonly poison: Counter<'kind'>;
  private readonly rejections: Counter;
  private readonly batchMessages: Histogram;
  private readonly lag: Gauge<'partition'>;
  /** By partition: when it was last rejected, on the monotonic clock. */
  private readonly failing = new Map<number, number>();
  private consuming = false;

  static of(registry: Registry, nowMs: () => number = () => performance.now()): AuditorMonitor {
    const known = AuditorMonitor.ofRegistry.get(registry);
    if (known !== undefined) return known;
    const monitor = new AuditorMonitor(registry, nowMs);
    AuditorMonitor.ofRegistry.set(registry, monitor);
    return monitor;
  }

  private constructor(
    registry: Registry,
    private readonly nowMs: () => number,
  ) {
    const registers = [registry];
    this.events = new Counter({
      name: 'keyledger_auditor_events_total',
      help: 'Request events by outcome: counted, repeat (published twice), already-counted (delivered twice).',
      labelNames: ['outcome'],
      registers,
    });
    this.unknownKeys = new Counter({
      name: 'keyledger_auditor_unknown_keys_total',
      help: 'Requests with keys that nobody has, as verifiers told of them.',
      registers,
    });
    this.poison = new Counter({
      name: 'keyledger_auditor_poison_total',
      help: 'Messages sent to the dead-letter topic: unreadable (or of a key that does not exist), or given-up after their handling kept failing.',
      labelNames: ['kind'],
      registers,
    });
    this.rejections = new Counter({
      name: 'keyledger_auditor_rejections_total',
      help: 'Batches that could not be written and are delivered again.',
      registers,
    });
    this.batchMessages = new Histogram({
      name: 'keyledger_auditor_batch_messages',
      help: 'Messages written in one transaction.',
      buckets: batchSizeBuckets,
      registers,
    });
    this.lag = new Gauge({
      name: 'keyledger_auditor_lag_messages',
      help: 'Messages behind the end of the partition, as of the last batch that this process had of it.',
      labelNames: ['partition'],
      registers,
    });
  }

  /** The transport delivers, or has stopped to. */
  setConsuming(consuming: boolean): void {
    this.consuming = consuming;
  }

  batchArrived({ partition, messages, endOffset }: MessageBatch): void {
    this.setLag(partition, endOffset - (messages[0]?.offset ?? endOffset));
  }

  batchWritten({ partition, messages, endOffset }: MessageBatch, written: UsageWritten): void {
    this.failing.delete(partition);
    this.batchMessages.observe(messages.length);
    this.events.inc({ outcome: 'counted' }, written.counted);
    this.unknownKeys.inc(written.unknownKeys);
    this.events.inc({ outcome: 'repeat' }, written.repeats);
    this.events.inc({ outcome: 'already-counted' }, written.alreadyCounted);
    this.setLag(partition, endOffset - ((messages.at(-1)?.offset ?? endOffset) + 1n));
  }

  /** Whether this is the partition's first rejection since something of it was written. */
  batchRejected({ partition }: MessageBatch): boolean {
    this.rejections.inc();
    const isFirst = !this.failingNow().includes(partition);
    this.failing.set(partition, this.nowMs());
    return isFirst;
  }

  poisoned(kind: PoisonKind, messages: number): void {
    this.poison.inc({ kind }, messages);
  }

  /** Ready while it consumes and what it gets can be written. */
  readiness(): Readiness {
    if (!this.consuming) return { ready: false, detail: 'does not consume request events' };
    const failing = this.failingNow();
    if (failing.length === 0) return { ready: true };
    return { ready: false, detail: `cannot write partitions ${failing.sort().join(', ')}` };
  }

  private failingNow(): number[] {
    const now = this.nowMs();
    return [...this.failing].filter(([, atMs]) => now - atMs <= failingMsMax).map(([partition]) => partition);
  }

  private setLag(partition: number, messages: bigint): void {
    this.lag.set({ partition }, Math.max(0, Number(messages)));
  }
}
