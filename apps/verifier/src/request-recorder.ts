import type { Broker, BufferedPublisher } from '@keyledger/broker';
import { type VerifyQuestion, requestsTopic, toRequestMessage } from '@keyledger/contracts';
import type { Verdict } from '@keyledger/verification';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

type VerdictOnKnownKey = Extract<Verdict, { readonly keyId: string }>;

export interface RequestRecorderParts {
  readonly broker: Pick<Broker, 'ensureTopics'>;
  readonly publisher: BufferedPublisher;
  /** Unique per process start. */
  readonly producer: string;
  readonly clock: { now(): number };
}

/** Publishes what was decided about known keys, in the background; what does not fit the buffer is counted. */
export class RequestRecorder implements OnApplicationBootstrap, OnApplicationShutdown {
  private sequence = 0;
  private time = { ms: -1, text: '' };

  constructor(private readonly parts: RequestRecorderParts) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.broker.ensureTopics([requestsTopic]);
  }

  record({ keyId, accountId, code }: VerdictOnKnownKey, question: VerifyQuestion): void {
    this.sequence += 1;
    this.parts.publisher.add(
      toRequestMessage({
        keyId,
        accountId,
        operation: question.operation ?? null,
        code,
        clientAddress: question.clientAddress ?? null,
        time: this.timeText(this.parts.clock.now()),
        producer: this.parts.producer,
        sequence: this.sequence,
      }),
    );
  }

  /** After the HTTP server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    await this.parts.publisher.stop();
  }

  private timeText(ms: number): string {
    if (this.time.ms !== ms) this.time = { ms, text: new Date(ms).toISOString() };
    return this.time.text;
  }
}
