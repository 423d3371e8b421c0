import {
  type Broker,
  BrokerUnavailable,
  type OutgoingMessage,
  type TopicDefinition,
} from '@keyledger/broker';
import { requestsTopic } from '@keyledger/contracts';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Outbox, type OutboxParts } from './outbox.js';
import { type RecordedRequest, RequestRecorder } from './request-recorder.js';
import { type OpenSegment } from './spool/segment-writer.js';
import { Spool } from './spool/spool.js';
import { StubbornPublisher } from './stubborn-publisher.js';

/** A broker that can be taken away. */
export class SpecBroker implements Pick<Broker, 'publish' | 'ensureTopics'> {
  readonly messages: OutgoingMessage[] = [];
  isAway = false;
  /** It has taken them, and nobody is told. */
  losesAnswers = false;
  rejection: Error | null = null;

  /** Names of the topics that it has been asked for. */
  readonly topics: string[] = [];

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<void> {
    if (this.isAway) throw new BrokerUnavailable('away');
    this.topics.push(...topics.map(({ name }) => name));
    await Promise.resolve();
  }

  async publish(_topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.rejection !== null) throw this.rejection;
    if (this.isAway) throw new BrokerUnavailable('away');
    this.messages.push(...messages);
    if (this.losesAnswers) throw new BrokerUnavailable('gone');
    await Promise.resolve();
  }

  /** Sequences by producer, in the order in which they came. */
  sequencesOf(producer: string): readonly number[] {
    return this.messages
      .map(({ value }) => JSON.parse(value ?? '') as { producer: string; sequence: number })
      .filter((event) => event.producer === producer)
      .map(({ sequence }) => sequence);
  }
}

export interface SpecRecording {
  readonly outbox: Outbox;
  readonly recorder: RequestRecorder;
  readonly record: (count: number) => void;
}

export interface SpecWishes extends Partial<Pick<OutboxParts, 'onError' | 'ageMsMax' | 'clock'>> {
  readonly broker: SpecBroker;
  readonly producer: string;
  /** Null: no disk. */
  readonly root: string | null;
  readonly bytesMax?: number;
  readonly openSegment?: OpenSegment;
}

const backoff = { firstMs: 1, maxMs: 5 };
const dayMs = 24 * 60 * 60 * 1_000;

export async function startRecording(wishes: SpecWishes): Promise<SpecRecording> {
  const { broker, producer, root, bytesMax = 10_000_000, openSegment, onError = () => undefined } = wishes;
  const { clock = { now: () => Date.now() }, ageMsMax = 7 * dayMs } = wishes;
  const spoolOptions = { name: producer, bytesMax, onError, ...(openSegment && { openSegment }) };
  const publisher = new StubbornPublisher({ broker, topic: { ...requestsTopic, name: 'requests' }, backoff });
  const outbox = new Outbox({
    spool: root === null ? null : await Spool.open({ root, ...spoolOptions }),
    publisher,
    ...{ clock, ageMsMax, onError },
  });
  const recorder = new RequestRecorder({
    ...{ publisher, producer, verifier: 'spec:1' },
    outbox: {
      ...{ dropped: outbox.dropped, start: () => outbox.start(), flush: () => outbox.flush() },
      ...{ stop: () => outbox.stop(50), put: (batches) => outbox.put(batches) },
    },
  });
  await recorder.onApplicationBootstrap();
  let recorded = 0;
  return {
    ...{ outbox, recorder },
    record: (count) => {
      for (let n = 0; n < count; n++) recorder.record(requestAt(clock.now(), recorded++));
    },
  };
}

function requestAt(at: number, n: number): RecordedRequest {
  const keyId = `key_${createHash('sha256')
    .update(String(n % 7))
    .digest('hex')
    .slice(0, 8)}`;
  return {
    ...{ keyId, accountId: 'acme', operation: null, code: 'VALID' },
    ...{ clientAddress: '192.0.2.1', userAgent: null, at },
  };
}

export function upTo(count: number, from = 1): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** Processes that share a directory, with one broker unless said otherwise. */
export class SpecSpools {
  readonly broker = new SpecBroker();
  private readonly running = new Set<SpecRecording>();
  private readonly dead = new Set<SpecRecording>();

  private constructor(readonly root: string) {}

  static async make(): Promise<SpecSpools> {
    return new SpecSpools(await mkdtemp(join(tmpdir(), 'keyledger-recording-')));
  }

  async start(producer: string, wishes: Partial<SpecWishes> = {}): Promise<SpecRecording> {
    const { broker, root } = this;
    const recording = await startRecording({ broker, producer, root, ...wishes });
    this.running.add(recording);
    return recording;
  }

  /** As after a SIGKILL: whoever looks finds that the owner is dead. */
  async die(recording: SpecRecording, producer: string): Promise<void> {
    const path = join(this.root, `requests-${producer}`, 'owner');
    const owner = JSON.parse(await readFile(path, 'utf8')) as object;
    const { pid } = spawnSync('true');
    await writeFile(path, JSON.stringify({ ...owner, pid }));
    this.running.delete(recording);
    this.dead.add(recording);
  }

  async stop(recording: SpecRecording): Promise<void> {
    this.running.delete(recording);
    await recording.recorder.onApplicationShutdown();
  }

  async stopAll(): Promise<void> {
    for (const recording of [...this.running]) await this.stop(recording);
  }

  async remove(): Promise<void> {
    await this.stopAll();
    for (const { recorder } of this.dead) await recorder.onApplicationShutdown();
    await rm(this.root, { recursive: true, force: true });
  }
}
