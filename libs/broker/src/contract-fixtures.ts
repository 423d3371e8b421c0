import { setTimeout as delay } from 'node:timers/promises';
import type {
  BatchHandler,
  Broker,
  Consumer,
  Consumption,
  MessageBatch,
  OutgoingMessage,
  ReceivedMessage,
} from './broker.js';

/** A broker to test, and the means to play several processes on it. */
export interface BrokerHarness {
  /** Connects one more process. */
  connect(): Promise<Broker>;
  /** As when the process dies: its sessions end without a word, whatever its handlers are doing. */
  kill(broker: Broker): Promise<void>;
  /** Compacts now, where the broker can be told to; else it does so when it sees fit. */
  compact?(): Promise<void>;
  /** Closes every connection and removes the broker. */
  close(): Promise<void>;
}

/** What the port leaves to the broker. */
export interface BrokerTraits {
  /** Whether it can tell a repeated publication by its id. */
  readonly knowsRepeats: boolean;
}

export const topic = 'things.v1';
export const partitions = 4;

export function message(value: string, key: string): OutgoingMessage {
  return { id: `id-${value}`, key, headers: { n: value }, value };
}

/** Values `first`, `first + 1`, … over that many keys in turn. */
export function messages(count: number, keys: number, first = 0): readonly OutgoingMessage[] {
  return Array.from({ length: count }, (_, n) => message(String(first + n), `key-${(first + n) % keys}`));
}

/** Remembers what was delivered, in order of delivery. */
export class Collector {
  readonly batches: MessageBatch[] = [];
  consumer: Consumer | undefined;

  readonly handler: BatchHandler = async (batch) => {
    this.batches.push(batch);
  };

  get received(): readonly ReceivedMessage[] {
    return this.batches.flatMap((batch) => batch.messages);
  }

  get values(): readonly string[] {
    return this.received.map(({ value }) => value ?? '');
  }
}

/** One test: a fresh broker with `topic`, and the process that the test plays first. */
export class Scene {
  private current: { readonly harness: BrokerHarness; readonly broker: Broker } | undefined;

  async begin(harness: BrokerHarness): Promise<Broker> {
    const broker = await harness.connect();
    this.current = { harness, broker };
    await broker.ensureTopics([{ name: topic, partitions, cleanup: 'delete', retentionMs: 3_600_000 }]);
    return broker;
  }

  async end(): Promise<void> {
    await this.current?.harness.close();
    this.current = undefined;
  }

  get broker(): Broker {
    return this.running.broker;
  }

  async connect(): Promise<Broker> {
    return this.running.harness.connect();
  }

  /** Whether what is older than a newer message of its key is certainly gone now. */
  async compact(): Promise<boolean> {
    const { harness } = this.running;
    await harness.compact?.();
    return harness.compact !== undefined;
  }

  async kill(broker: Broker): Promise<void> {
    await this.running.harness.kill(broker);
  }

  async collect(group: string, extra: Partial<Consumption> = {}): Promise<Collector> {
    return this.collectFrom(this.broker, group, extra);
  }

  async collectFrom(broker: Broker, group: string, extra: Partial<Consumption> = {}): Promise<Collector> {
    const collector = new Collector();
    collector.consumer = await broker.consume({ topic, group, handler: collector.handler, ...extra });
    return collector;
  }

  private get running() {
    if (this.current === undefined) throw new Error('the test has not begun');
    return this.current;
  }
}

/** Opens once. */
export class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

const waitMsMax = 60_000;
const lookMs = 10;

/** Waits for a condition; generous, since a slow machine is no failure. */
export async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + waitMsMax;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`still not so after ${waitMsMax} ms: ${String(condition)}`);
    await delay(lookMs);
  }
}
