import type { Broker, BufferedPublisher } from '@keyledger/broker';
import {
  type RequestEvent,
  requestsTopic,
  toRequestMessage,
  toUnknownKeysMessage,
} from '@keyledger/contracts';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { UnknownKeyCounts, type UnknownKeyRequest } from './unknown-key-counts.js';
import { UserAgents } from './user-agents.js';

/** What was decided about a key that is known. */
export type RecordedRequest = Pick<
  RequestEvent,
  'keyId' | 'accountId' | 'operation' | 'code' | 'clientAddress'
> & {
  /** As the client sent it: it is cut, and rid of what is secret, before it goes anywhere. */
  readonly userAgent: string | null;
  /** When it was decided, epoch milliseconds. */
  readonly at: number;
};

export interface RequestRecorderParts {
  readonly broker: Pick<Broker, 'ensureTopics'>;
  readonly publisher: BufferedPublisher;
  /** Unique per process start. */
  readonly producer: string;
  /** Name of this process, `host:port`. */
  readonly verifier: string;
}

/** What was decided waits for so many others, or for so long, before messages are made of it. */
const recordedMax = 500;
const recordedMsMax = 50;
/** Unknown keys are counted for this long before the counts are published. */
const unknownKeysMsMax = 1_000;
const verifierCharactersMax = 100;

/**
 * Publishes what was decided, in the background; what does not fit the publisher's buffer is counted. While it waits it
 * is one small object: the message, several times its size, is made when it is about to leave.
 */
export class RequestRecorder implements OnApplicationBootstrap, OnApplicationShutdown {
  private recorded: RecordedRequest[] = [];
  private readonly unknownKeys = new UnknownKeyCounts();
  private readonly userAgents = new UserAgents();
  private readonly verifier: string;
  private timer: NodeJS.Timeout | undefined;
  private unknownKeysTimer: NodeJS.Timeout | undefined;
  private sequence = 0;
  private time = { ms: -1, text: '' };

  constructor(private readonly parts: RequestRecorderParts) {
    // Of a long host name the end, which tells processes apart.
    this.verifier = parts.verifier.slice(-verifierCharactersMax);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.broker.ensureTopics([requestsTopic]);
  }

  record(request: RecordedRequest): void {
    const waiting = this.recorded.push(request);
    if (waiting >= recordedMax) this.handOver();
    else this.timer ??= setTimeout(this.handOver, recordedMsMax);
  }

  recordUnknownKey(request: UnknownKeyRequest): void {
    this.unknownKeys.add(request);
    this.unknownKeysTimer ??= setTimeout(this.handOverUnknownKeys, unknownKeysMsMax);
  }

  /** Resolves when everything recorded so far is published or dropped. */
  async flush(): Promise<void> {
    this.handOver();
    this.handOverUnknownKeys();
    await this.parts.publisher.flush();
  }

  /** After the HTTP server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    this.handOver();
    this.handOverUnknownKeys();
    await this.parts.publisher.stop();
  }

  private readonly handOver = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const requests = this.recorded;
    this.recorded = [];
    for (const request of requests) this.parts.publisher.add(toRequestMessage(this.eventOf(request)));
  };

  private readonly handOverUnknownKeys = (): void => {
    clearTimeout(this.unknownKeysTimer);
    this.unknownKeysTimer = undefined;
    for (const count of this.unknownKeys.take()) {
      const event = { ...count, producer: this.parts.producer, sequence: this.nextSequence() };
      this.parts.publisher.add(toUnknownKeysMessage(event));
    }
  };

  private eventOf({ userAgent, at, ...request }: RecordedRequest): RequestEvent {
    return {
      ...request,
      userAgent: this.userAgents.recorded(userAgent),
      verifier: this.verifier,
      time: this.timeText(at),
      producer: this.parts.producer,
      sequence: this.nextSequence(),
    };
  }

  private nextSequence(): number {
    this.sequence += 1;
    return this.sequence;
  }

  private timeText(ms: number): string {
    if (this.time.ms !== ms) this.time = { ms, text: new Date(ms).toISOString() };
    return this.time.text;
  }
}
