import type { Broker, BufferedPublisher } from '@keyledger/broker';
import { type RequestEvent, requestsTopic, toRequestMessage } from '@keyledger/contracts';
import type { Verdict } from '@keyledger/verification';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

type VerdictOnKnownKey = Extract<Verdict, { readonly keyId: string }>;

/** What is recorded of a question. */
export interface RecordedQuestion {
  readonly operation?: string | null | undefined;
  readonly clientAddress?: string | null | undefined;
}

export interface RequestRecorderParts {
  readonly broker: Pick<Broker, 'ensureTopics'>;
  readonly publisher: BufferedPublisher;
  /** Unique per process start. */
  readonly producer: string;
  readonly clock: { now(): number };
}

/** What was decided waits for so many others, or for so long, before messages are made of it. */
const recordedMax = 500;
const recordedMsMax = 50;

/**
 * Publishes what was decided about known keys, in the background; what does not fit the publisher's buffer is counted.
 * While it waits it is one small object: the message, several times its size, is made when it is about to leave.
 */
export class RequestRecorder implements OnApplicationBootstrap, OnApplicationShutdown {
  private recorded: RequestEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sequence = 0;
  private time = { ms: -1, text: '' };

  constructor(private readonly parts: RequestRecorderParts) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.broker.ensureTopics([requestsTopic]);
  }

  record({ keyId, accountId, code }: VerdictOnKnownKey, question: RecordedQuestion): void {
    this.sequence += 1;
    const waiting = this.recorded.push({
      keyId,
      accountId,
      operation: question.operation ?? null,
      code,
      clientAddress: question.clientAddress ?? null,
      time: this.timeText(this.parts.clock.now()),
      producer: this.parts.producer,
      sequence: this.sequence,
    });
    if (waiting >= recordedMax) this.handOver();
    else this.timer ??= setTimeout(this.handOver, recordedMsMax);
  }

  /** Resolves when everything recorded so far is published or dropped. */
  async flush(): Promise<void> {
    this.handOver();
    await this.parts.publisher.flush();
  }

  /** After the HTTP server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    this.handOver();
    await this.parts.publisher.stop();
  }

  private readonly handOver = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.recorded;
    this.recorded = [];
    for (const event of events) this.parts.publisher.add(toRequestMessage(event));
  };

  private timeText(ms: number): string {
    if (this.time.ms !== ms) this.time = { ms, text: new Date(ms).toISOString() };
    return this.time.text;
  }
}
