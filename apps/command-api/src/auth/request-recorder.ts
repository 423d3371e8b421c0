import type { Broker, BufferedPublisher } from '@keyledger/broker';
import { type RequestEvent, requestsTopic, toRequestMessage } from '@keyledger/contracts';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';

export type RecordedRequest = Omit<RequestEvent, 'producer' | 'sequence'>;

export interface RequestRecorderParts {
  readonly broker: Pick<Broker, 'ensureTopics'>;
  readonly publisher: BufferedPublisher;
  /** Unique per process start. */
  readonly producer: string;
  readonly metrics: Registry;
}

/** Publishes how admin keys are used, so that they have a last use and counts like any other key. */
export class RequestRecorder implements OnApplicationBootstrap, OnApplicationShutdown {
  private sequence = 0;

  constructor(private readonly parts: RequestRecorderParts) {
    const { publisher, metrics } = parts;
    new Counter({
      name: 'keyledger_admin_request_events_dropped_total',
      help: 'Request events of admin keys that were never published, by reason.',
      labelNames: ['reason'],
      registers: [metrics],
      collect() {
        this.reset();
        for (const [reason, count] of Object.entries(publisher.dropped)) this.inc({ reason }, count);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.broker.ensureTopics([requestsTopic]);
  }

  /** In the background; what does not fit the publisher's buffer is dropped and counted there. */
  record(event: RecordedRequest): void {
    this.sequence += 1;
    const { producer, publisher } = this.parts;
    publisher.add(toRequestMessage({ ...event, producer, sequence: this.sequence }));
  }

  /** After the HTTP server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    await this.parts.publisher.stop();
  }
}
